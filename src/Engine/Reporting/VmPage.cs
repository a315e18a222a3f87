using V2K.Engine.Concerns;
using V2K.Engine.Explaining;
using V2K.Engine.Inventory;
using V2K.Rules.Findings;

namespace V2K.Engine.Reporting;

/// <summary>A VM's own part of the page.</summary>
/// <param name="Name">Its display name.</param>
/// <param name="Id">Its unique name.</param>
/// <param name="Anchor">Where it is on the page.</param>
/// <param name="Progress">How far it came.</param>
/// <param name="State">For the filter: <c>done</c>, <c>ready</c> or <c>stuck</c>.</param>
/// <param name="Next">What has to happen next, in a few words; empty for a VM that is on KVM.</param>
/// <param name="Owner">Who is asked before it moves; empty where the configuration names nobody.</param>
/// <param name="Notes">What the administrators noted about it; empty for nothing.</param>
/// <param name="Guest">What runs in it.</param>
/// <param name="Hardware">Processors and memory.</param>
/// <param name="DiskSum">Its disks in a few words.</param>
/// <param name="Disks">One line each.</param>
/// <param name="Networks">In words, each with what it becomes.</param>
/// <param name="Left">What is left to copy; empty for nothing.</param>
/// <param name="Concerns">How many findings there are to look at; 0 for none.</param>
/// <param name="Duration">The time spent on it; empty for none.</param>
/// <param name="Steps">What was done.</param>
/// <param name="Failures">What failed.</param>
/// <param name="Findings">What there is to look at and to know, the gravest first.</param>
/// <param name="Lines">What became of each line of its file; empty where that cannot be known, and on a page of many VMs.</param>
/// <param name="Xml">The domain XML; empty where there is none, and on a page of many VMs.</param>
/// <param name="TestBoot">The last test boot in a line; empty where there was none.</param>
/// <param name="Screenshot">What the screen showed in it, as a data URI; empty where nothing was kept, and on a page of many VMs.</param>
/// <param name="More">The command that writes a page with what is left out here; empty where nothing is.</param>
public sealed record VmPage(
    string Name,
    string Id,
    string Anchor,
    VmProgress Progress,
    string State,
    string Next,
    string Owner,
    string Notes,
    string Guest,
    string Hardware,
    string DiskSum,
    IReadOnlyList<string> Disks,
    IReadOnlyList<string> Networks,
    string Left,
    int Concerns,
    string Duration,
    IReadOnlyList<VmPage.StepRow> Steps,
    IReadOnlyList<VmPage.FailureRow> Failures,
    IReadOnlyList<VmPage.FindingRow> Findings,
    IReadOnlyList<VmPage.LineRow> Lines,
    string Xml,
    string TestBoot,
    string Screenshot,
    string More)
{
    /// <summary>A step.</summary>
    public sealed record StepRow(string Stage, string Name, string Finished, string Duration, string Rate, string Notes);

    /// <summary>A failure.</summary>
    public sealed record FailureRow(string What, string At, string Message);

    /// <summary>A finding; the effect and what to do are empty where the page has them elsewhere.</summary>
    public sealed record FindingRow(string Severity, string Place, string What, string Changes, string Remedy);

    /// <summary>A line of the .vmx file.</summary>
    public sealed record LineRow(int Line, string Setting, string Became, string By);

    /// <summary>Puts one VM's report into words.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="index">Its place in the report, which makes its anchor.</param>
    /// <param name="isLarge">The page has many VMs, and leaves out what only a reader of one needs.</param>
    /// <param name="commands">Writes command lines.</param>
    internal static VmPage Of(VmReport vm, int index, bool isLarge, ReportCommand commands) => new(
        vm.Summary.Name,
        vm.Summary.Id,
        $"vm-{index + 1}",
        vm.Progress,
        vm.IsOnKvm ? "done" : vm.Progress is VmProgress.Blocked or VmProgress.Failed ? "stuck" : "ready",
        NextOf(vm),
        vm.Summary.Owner ?? "",
        vm.Summary.Notes ?? "",
        vm.Summary.Guest ?? "unknown",
        vm.Summary.Cpus == 0 ? "unknown" : $"{Words.Count(vm.Summary.Cpus, "CPU")}, {ByteSize.Text(vm.Summary.MemoryMebibytes << 20)}",
        Inventory.DiskSum.Text(vm.Summary.Disks),
        [
            .. vm.Summary.Disks.Select(disk => disk.Kind is null
                ? $"{disk.Device}: {disk.File} cannot be read"
                : $"{disk.Device}: {ByteSize.Text(disk.VirtualBytes)} {disk.Kind}{(disk.IsAttached ? " (" + disk.File + ")" : $", {ByteSize.Text(disk.AllocatedBytes)} in use")}"
                    + (disk.Snapshots > 0 ? $", {Words.Count(disk.Snapshots, "snapshot")}" : "")),
        ],
        [.. vm.Summary.Cards.Select(card => $"{card.Source} → {card.Target}{(card.IsMapped ? "" : " (no entry)")}").Distinct(StringComparer.Ordinal)],
        Outlook.BytesLeft(vm) is > 0 and var left ? ByteSize.Text(left) : "",
        vm.Summary.Concerns.Count,
        vm.Steps.Count == 0 ? "" : Words.Duration(TimeSpan.FromTicks(vm.Steps.Sum(step => step.Duration.Ticks))),
        [
            .. vm.Steps.Select(step => new StepRow(
                step.Stage,
                step.Label,
                $"{step.Finished:yyyy-MM-dd HH:mm:ss}",
                Words.Duration(step.Duration),
                Words.Rate(step.Bytes, step.Duration),
                step.Notes)),
        ],
        [.. vm.Failures.Select(failure => new FailureRow($"{failure.Stage} {failure.Label}", $"{failure.At:yyyy-MM-dd HH:mm:ss}", failure.Message))],
        [.. WhatToKnow(vm, isLarge)],
        isLarge ? [] : [.. (vm.Explanation?.Lines ?? []).Select(line => new LineRow(line.Line, $"{line.Key} = {line.Value}", vm.Explanation!.Became(line), Explanation.Why(line)))],
        isLarge ? "" : vm.Xml ?? "",
        vm.TestBoot is { } boot ? $"{boot.Started:yyyy-MM-dd HH:mm:ss}, {(boot.Passed ? "passed" : "failed")}, {boot.Summary}" : "",
        vm.Screenshot is null || isLarge ? "" : "data:image/png;base64," + Convert.ToBase64String(vm.Screenshot),
        isLarge ? commands.Report(vm.Summary) : "");

    private static string NextOf(VmReport vm) => vm.Progress switch
    {
        _ when vm.IsOnKvm => "",
        VmProgress.Failed => $"{Actors.Name(Actor.Migration)}: {vm.Failures.Select(failure => failure.Stage).FirstOrDefault() ?? "a stage"} failed",
        VmProgress.Blocked => string.Join("; ", vm.Summary.Concerns.Where(concern => concern.IsBlocker)
            .GroupBy(concern => Actors.Of(concern.Id), concern => concern.Id)
            .Select(ids => $"{Actors.Name(ids.Key)}: {string.Join(", ", ids.Distinct(StringComparer.Ordinal))}")),
        _ => "can be migrated",
    };

    /// <summary>The concerns as the inventory has them, then what the translation only notes; of many VMs, what is not said above for all of them.</summary>
    private static IEnumerable<FindingRow> WhatToKnow(VmReport vm, bool isLarge) =>
    [
        .. vm.Summary.Concerns.OrderBy(concern => concern.Severity, StringComparer.Ordinal).Select(concern => Row(concern, isLarge)),
        .. vm.Findings.Where(finding => finding.Severity == Severity.Info && !isLarge).Select(finding => new FindingRow(
            "info", finding.Key ?? "", finding.What, finding.Changes, finding.Remedy)),
    ];

    private static FindingRow Row(ConcernLine concern, bool isShort) => new(
        concern.IsIgnored ? "ignored" : concern.Severity, concern.Key ?? "", concern.What, isShort ? "" : concern.Changes, isShort && !concern.IsBlocker ? "" : concern.Remedy);
}
