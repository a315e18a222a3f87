using Scriban.Runtime;
using V2K.Engine.Rendering;
using V2K.Rules.Findings;

namespace V2K.Engine.Reporting;

/// <summary>What the report's page shows, every choice made and every figure in words: the templates only lay it out.</summary>
/// <param name="Created">When it was made.</param>
/// <param name="Version">The version of V2K.</param>
/// <param name="Tiles">The figures at the top.</param>
/// <param name="Progress">How many VMs came how far, the furthest first; none that is empty.</param>
/// <param name="Timelines">When what was done, the latest first.</param>
/// <param name="Findings">What was found, the gravest and commonest first.</param>
/// <param name="Vms">Every VM.</param>
public sealed record ReportPage(
    string Created,
    string Version,
    IReadOnlyList<ReportPage.Tile> Tiles,
    IReadOnlyList<ReportPage.Share> Progress,
    IReadOnlyList<Timeline> Timelines,
    IReadOnlyList<ReportPage.FindingGroup> Findings,
    IReadOnlyList<VmPage> Vms)
{
    private const double Whole = 100;
    private const int MostNamed = 12;

    /// <summary>A figure at the top.</summary>
    public sealed record Tile(string Label, string Value, string Hint);

    /// <summary>The VMs that came equally far.</summary>
    public sealed record Share(VmProgress Progress, int Count, double Percent);

    /// <summary>A finding with the VMs that have it.</summary>
    /// <param name="Severity">How much it matters.</param>
    /// <param name="What">What it is.</param>
    /// <param name="Changes">What follows from it.</param>
    /// <param name="Remedy">What to do about it.</param>
    /// <param name="Count">How many VMs have it.</param>
    /// <param name="Vms">The first of them.</param>
    /// <param name="More">How many more there are, in words; empty for none.</param>
    public sealed record FindingGroup(string Severity, string What, string Changes, string Remedy, int Count, IReadOnlyList<Link> Vms, string More);

    /// <summary>A VM's name, and where its page is.</summary>
    public sealed record Link(string Name, string Anchor);

    /// <summary>Puts <paramref name="report"/> into words.</summary>
    public static ReportPage Of(Report report)
    {
        var vms = report.Vms.Select(VmPage.Of).ToList();
        return new ReportPage(
            $"{report.Created:yyyy-MM-dd HH:mm} UTC",
            report.Version,
            [.. MakeTiles(report)],
            [
                .. report.Vms.GroupBy(vm => vm.Progress).OrderByDescending(group => group.Key)
                    .Select(group => new Share(group.Key, group.Count(), Math.Round(Whole * group.Count() / report.Vms.Count, 2))),
            ],
            Timeline.Of(vms.Zip(report.Vms, (page, vm) => (page.Name, page.Anchor, vm.Steps))),
            [.. Group(report, vms)],
            vms);
    }

    /// <summary>The whole page: one HTML file that needs nothing beside it, not even a script.</summary>
    /// <param name="templates">Those of the report; <c>report/page.scriban</c> is the start.</param>
    /// <exception cref="Rules.V2KException">A template is missing, or asks for what the page does not have.</exception>
    public string Render(TemplateFolder templates) =>
        new MarkupContext(templates).Render("report/page.scriban", new ScriptObject(StringComparer.Ordinal) { ["page"] = this });

    private static IEnumerable<Tile> MakeTiles(Report report)
    {
        var steps = report.Vms.SelectMany(vm => vm.Steps).ToList();
        var copies = steps.Where(step => step.Stage == nameof(Stages.Stage.Convert)).ToList();
        var copied = copies.Sum(step => step.Bytes);
        var copying = TimeSpan.FromTicks(copies.Sum(step => step.Duration.Ticks));
        var boots = report.Vms.Count(vm => vm.Progress == VmProgress.Booted);
        var stuck = report.Vms.Count(vm => vm.Progress is VmProgress.Failed or VmProgress.Blocked);
        var disks = report.Vms.SelectMany(vm => vm.Summary.Disks).ToList();
        var notes = report.Vms.Sum(vm => vm.Findings.Count(finding => finding.Severity == Severity.Info));
        yield return new Tile("VMs", $"{report.Vms.Count}", $"with {Words.Count(disks.Count, "disk")}, {ByteSize.Text(disks.Sum(disk => disk.AllocatedBytes))} in use");
        yield return new Tile("proven by a test boot", $"{boots}", $"of {report.Vms.Count}");
        yield return new Tile("failed or blocked", $"{stuck}", stuck == 0 ? "nothing stands in the way" : "what to do is below");
        yield return new Tile("copied", ByteSize.Text(copied), copied == 0 ? "nothing yet" : $"{Words.Rate(copied, copying)} a disk on average");
        yield return new Tile("concerns", $"{report.Vms.Sum(vm => vm.Summary.Concerns.Count)}", $"and {Words.Count(notes, "note")}");
    }

    private static IEnumerable<FindingGroup> Group(Report report, List<VmPage> pages)
    {
        var groups =
            from item in report.Vms.Zip(pages)
            from concern in item.First.Summary.Concerns
            where !concern.IsIgnored
            group item.Second by (concern.Severity, concern.What, concern.Changes, concern.Remedy) into same
            let vms = same.Distinct().ToList()
            select new FindingGroup(
                same.Key.Severity,
                same.Key.What,
                same.Key.Changes,
                same.Key.Remedy,
                vms.Count,
                [.. vms.Take(MostNamed).Select(vm => new Link(vm.Name, vm.Anchor))],
                vms.Count > MostNamed ? $"and {vms.Count - MostNamed} more" : "");
        return groups
            .OrderBy(group => group.Severity, StringComparer.Ordinal)
            .ThenByDescending(group => group.Count)
            .ThenBy(group => group.What, StringComparer.Ordinal);
    }
}
