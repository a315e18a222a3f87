using Spectre.Console;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>
/// A table of any length in columns that are as wide as what they hold, one line a row, nothing cut and nothing wrapped: it
/// can be searched and piped, and costs next to nothing for thousands of rows.
/// </summary>
/// <param name="headings">The columns' headings.</param>
internal sealed class PlainTable(params string[] headings)
{
    private readonly List<string[]> _rows = [headings];

    /// <summary>Adds a row with a cell for each column.</summary>
    internal void Add(params string[] cells) => _rows.Add([.. cells.Select(Printable.OneLine)]);

    /// <summary>Writes all rows; nothing where there is none but the headings.</summary>
    internal void Write(IAnsiConsole console)
    {
        if (_rows.Count == 1)
        {
            return;
        }

        var widths = headings.Select((_, column) => _rows.Max(row => CellText.Width(row[column]))).ToArray();
        foreach (var row in _rows)
        {
            console.Profile.Out.Writer.WriteLine(string.Join("  ", row.Select((cell, column) => CellText.Fit(cell, widths[column]))).TrimEnd());
        }
    }
}
