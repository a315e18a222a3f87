using Spectre.Console;
using V2K.Engine;
using V2K.Engine.Inventory;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>
/// Concerns as people read them, each once for all that have it, blockers first: on a terminal wrapped between words below what has them; anywhere
/// else a line each, so that they can be searched.
/// </summary>
internal static class ConcernList
{
    /// <summary>The most lines: more kinds than this are summed up in the last one.</summary>
    private const int MostLines = 20;

    private const int MostNamed = 8;

    /// <summary>Writes <paramref name="concerns"/>.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="concerns">The unique name of what has each concern, the name that people call it by (of a folder without a VM, the same), and the concern.</param>
    /// <param name="isDetailed">Whether each has lines of its own, in the order given.</param>
    internal static void Write(
        IAnsiConsole console, IReadOnlyCollection<(string Id, string About, ConcernLine Concern)> concerns, bool isDetailed = false)
    {
        if (isDetailed)
        {
            Write(console, concerns.Select(item => (item.About, item.Concern, "")));
            return;
        }

        var groups = ConcernGroups.Of([.. concerns.Select(item => ((item.Id, item.About), item.Concern))], MostLines);
        var shown = groups.Count <= MostLines ? groups.Count : Math.Max(MostLines, groups.Count(group => group.Concern.IsBlocker));
        Write(console, groups.Take(shown).Select(group => (About(group.Owners), group.Concern, Names(group.Owners))));
        if (shown < groups.Count)
        {
            var rest = groups.Skip(shown).Select(group => $"{group.Concern.Id} ({group.Owners.Count})");
            console.Profile.Out.Writer.WriteLine(Printable.OneLine(
                $"{groups.Count - shown} more kinds of concern: {string.Join(", ", rest)}; --verbosity=verbose shows all"));
        }
    }

    private static string About(IReadOnlyList<(string Id, string About)> owners) => owners.Count == 1 ? owners[0].About
        : owners.All(owner => owner.Id == owner.About) ? Words.Count(owners.Count, "folder")
        : Words.Count(owners.Count, "VM");

    /// <summary>Names that several VMs have are spelt out in full.</summary>
    private static string Names(IReadOnlyList<(string Id, string About)> owners) => owners.Count == 1 ? ""
        : " In " + string.Join(", ", owners.Take(MostNamed).Select(owner => owners.Count(other => other.About == owner.About) > 1 ? owner.Id : owner.About))
            + (owners.Count > MostNamed ? $" and {owners.Count - MostNamed} more" : "") + ".";

    private static void Write(IAnsiConsole console, IEnumerable<(string About, ConcernLine Concern, string Names)> lines)
    {
        if (console.Profile.Out.IsTerminal)
        {
            WriteWrapped(console, [.. lines]);
            return;
        }

        foreach (var (about, concern, names) in lines)
        {
            console.Profile.Out.Writer.WriteLine(Printable.OneLine($"{about}  {Severity(concern)} {concern.Id}: {Place(concern)}{concern.Text}{names}"));
        }
    }

    private static void WriteWrapped(IAnsiConsole console, IReadOnlyList<(string About, ConcernLine Concern, string Names)> lines)
    {
        var severities = lines.Select(item => Severity(item.Concern).Length).DefaultIfEmpty().Max();
        for (var i = 0; i < lines.Count; i++)
        {
            var (about, concern, names) = lines[i];
            if (i == 0 || lines[i - 1].About != about || names.Length > 0)
            {
                console.Write(new Text(Printable.OneLine(about) + "\n", new Style(decoration: Decoration.Bold)));
            }

            var grid = new Grid { Expand = false }
                .AddColumn(new GridColumn { NoWrap = true, Width = severities }.Padding(2, 0, 2, 0))
                .AddColumn(new GridColumn().Padding(0, 0, 0, 0));
            console.Write(grid.AddRow(
                new Text(Severity(concern), new Style(Color(concern))), new Text(Printable.OneLine($"{concern.Id}: {Place(concern)}{concern.Text}{names}"))));
        }
    }

    /// <summary>The key, where the words do not have it.</summary>
    private static string Place(ConcernLine concern) =>
        concern.Key is { } key && !concern.What.Contains(key, StringComparison.OrdinalIgnoreCase) && concern.Changes.Length == 0 ? $"{key}: " : "";

    private static string Severity(ConcernLine concern) => concern.IsIgnored ? "ignored" : concern.Severity;

    private static Color Color(ConcernLine concern) => concern switch
    {
        { IsIgnored: true } => Spectre.Console.Color.Grey,
        { IsBlocker: true } => Spectre.Console.Color.Red,
        _ => Spectre.Console.Color.Olive,
    };
}
