using Spectre.Console;
using V2K.Engine.Inventory;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>
/// Concerns as people read them: on a terminal wrapped between words below the name of what they are about; anywhere else a line each,
/// so that they can be searched.
/// </summary>
internal static class ConcernList
{
    /// <summary>Writes <paramref name="concerns"/>, each with the name of what it is about; those of one name follow one another.</summary>
    internal static void Write(IAnsiConsole console, IEnumerable<(string About, ConcernLine Concern)> concerns)
    {
        if (console.Profile.Out.IsTerminal)
        {
            WriteWrapped(console, [.. concerns]);
            return;
        }

        foreach (var (about, concern) in concerns)
        {
            console.Profile.Out.Writer.WriteLine(Printable.OneLine($"{about}  {Severity(concern)} {concern.Id}: {concern.Text}"));
        }
    }

    private static void WriteWrapped(IAnsiConsole console, IReadOnlyList<(string About, ConcernLine Concern)> concerns)
    {
        var severities = concerns.Select(item => Severity(item.Concern).Length).DefaultIfEmpty().Max();
        for (var i = 0; i < concerns.Count; i++)
        {
            var (about, concern) = concerns[i];
            if (i == 0 || concerns[i - 1].About != about)
            {
                console.Write(new Text(Printable.OneLine(about) + "\n", new Style(decoration: Decoration.Bold)));
            }

            var grid = new Grid { Expand = false }
                .AddColumn(new GridColumn { NoWrap = true, Width = severities }.Padding(2, 0, 2, 0))
                .AddColumn(new GridColumn().Padding(0, 0, 0, 0));
            console.Write(grid.AddRow(
                new Text(Severity(concern), new Style(Color(concern))), new Text(Printable.OneLine($"{concern.Id}: {concern.Text}"))));
        }
    }

    private static string Severity(ConcernLine concern) => concern.IsIgnored ? "ignored" : concern.Severity;

    private static Color Color(ConcernLine concern) => concern switch
    {
        { IsIgnored: true } => Spectre.Console.Color.Grey,
        { IsBlocker: true } => Spectre.Console.Color.Red,
        _ => Spectre.Console.Color.Olive,
    };
}
