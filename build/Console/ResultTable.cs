using Spectre.Console;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>
/// A table of results: on a terminal in a frame, wrapped to its width; anywhere else a line a row, whatever that takes, so that
/// it can be searched and piped.
/// </summary>
/// <param name="headings">The columns' headings.</param>
internal sealed class ResultTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>The columns of figures.</summary>
    internal IReadOnlyList<string> RightAligned { get; init; } = [];

    /// <summary>Whether the frame has lines between rows.</summary>
    internal bool IsRuled { get; init; }

    /// <summary>What stands between the lines of a cell where a row has only one.</summary>
    internal string Separator { get; init; } = "; ";

    /// <summary>Adds a row with a cell for each column; a cell may have several lines.</summary>
    internal void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes it.</summary>
    internal void Write(IAnsiConsole console)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(Framed());
            return;
        }

        var plain = new PlainTable(headings);
        foreach (var row in _rows)
        {
            plain.Add([.. row.Select(cell => string.Join(Separator, cell.Split('\n', StringSplitOptions.TrimEntries)))]);
        }

        plain.Write(console);
    }

    private Table Framed()
    {
        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = IsRuled };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(heading) { Alignment = RightAligned.Contains(heading, StringComparer.Ordinal) ? Justify.Right : null });
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => new Text(string.Join('\n', cell.Split('\n').Select(Printable.OneLine)))));
        }

        return table;
    }
}
