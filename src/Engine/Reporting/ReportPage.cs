using Scriban.Runtime;
using V2K.Engine.Concerns;
using V2K.Engine.Inventory;
using V2K.Engine.Rendering;
using V2K.Engine.State;

namespace V2K.Engine.Reporting;

/// <summary>What the report's page shows, every choice made and every figure in words: the templates only lay it out.</summary>
/// <param name="Created">When it was made.</param>
/// <param name="Version">The version of V2K.</param>
/// <param name="Headline">All of it in a sentence.</param>
/// <param name="Tiles">The figures at the top.</param>
/// <param name="Progress">How many VMs came how far, the furthest first; none that is empty.</param>
/// <param name="Actions">Who must act, on how many VMs.</param>
/// <param name="Blockers">What keeps VMs from KVM, each once, with its command.</param>
/// <param name="Failures">What failed, each with its command.</param>
/// <param name="Networks">What each network of VMware becomes.</param>
/// <param name="Vms">Every VM.</param>
/// <param name="Warnings">What else was found, the commonest first.</param>
/// <param name="Timelines">When what was done, the latest first.</param>
/// <param name="Runs">The last runs.</param>
/// <param name="IsLarge">There are so many VMs that the page leaves out what only a reader of one VM needs.</param>
public sealed record ReportPage(
    string Created,
    string Version,
    string Headline,
    IReadOnlyList<ReportPage.Tile> Tiles,
    IReadOnlyList<ReportPage.Share> Progress,
    IReadOnlyList<ReportPage.Action> Actions,
    IReadOnlyList<ReportPage.FindingGroup> Blockers,
    IReadOnlyList<ReportPage.Failure> Failures,
    IReadOnlyList<ReportPage.NetworkRow> Networks,
    IReadOnlyList<VmPage> Vms,
    IReadOnlyList<ReportPage.FindingGroup> Warnings,
    IReadOnlyList<Timeline> Timelines,
    IReadOnlyList<ReportPage.RunRow> Runs,
    bool IsLarge)
{
    private const double Whole = 100;
    private const int MostNamed = 12;
    private const int MostWarnings = 60;
    private const int MostRuns = 20;
    private const int MostTimelines = 3;
    private const int MostTimelineRows = 60;

    /// <summary>More VMs than this, and the decisions about each line of each file would make a page of many megabytes.</summary>
    private const int ManyVms = 40;

    /// <summary>A figure at the top.</summary>
    /// <param name="Label">What it is.</param>
    /// <param name="Value">The figure.</param>
    /// <param name="Hint">What it is of.</param>
    /// <param name="Tone">How it looks: <c>good</c>, <c>bad</c> or <c>plain</c>.</param>
    public sealed record Tile(string Label, string Value, string Hint, string Tone);

    /// <summary>The VMs that came equally far.</summary>
    public sealed record Share(VmProgress Progress, int Count, double Percent);

    /// <summary>Who must act, what to do, and for how many VMs.</summary>
    public sealed record Action(string Who, string What, int Count, string Waiting, string Command);

    /// <summary>A finding with the VMs that have it.</summary>
    /// <param name="Severity">How much it matters.</param>
    /// <param name="Id">Its kind.</param>
    /// <param name="What">What it is.</param>
    /// <param name="Changes">What follows from it; empty where that is said already.</param>
    /// <param name="Remedy">What to do about it.</param>
    /// <param name="Who">Who can do it.</param>
    /// <param name="Count">How many VMs have it, in words.</param>
    /// <param name="Vms">The first of them.</param>
    /// <param name="More">How many more there are, in words; empty for none.</param>
    /// <param name="Commands">The commands to run then, or to override the concern.</param>
    public sealed record FindingGroup(
        string Severity, string Id, string What, string Changes, string Remedy, string Who, string Count, IReadOnlyList<Link> Vms, string More, IReadOnlyList<Command> Commands);

    /// <summary>A command line, and when to run it.</summary>
    public sealed record Command(string When, string Line);

    /// <summary>What failed for a VM.</summary>
    public sealed record Failure(Link Vm, string What, string At, string Message, string Command);

    /// <summary>What a network of VMware becomes.</summary>
    public sealed record NetworkRow(string Source, string Target, bool IsMapped, string Vms);

    /// <summary>A run.</summary>
    public sealed record RunRow(string Started, string Took, string Who, string Command, string Result, string Tone);

    /// <summary>A VM's name, and where its page is.</summary>
    public sealed record Link(string Name, string Anchor);

    /// <summary>Puts <paramref name="report"/> into words.</summary>
    /// <param name="report">The report.</param>
    /// <param name="program">What starts V2K, for commands to be copied.</param>
    /// <param name="scope">The options that choose the VMs of the report; null for all.</param>
    public static ReportPage Of(Report report, string program = "v2k", ReportScope? scope = null)
    {
        var isLarge = report.Vms.Count > ManyVms;
        var commands = new ReportCommand(program, [.. report.Vms.Select(vm => vm.Summary)], scope ?? ReportScope.All);
        var vms = report.Vms.Select((vm, index) => VmPage.Of(vm, index, isLarge, commands)).ToList();
        var groups = Group(report, vms, commands);
        var timelines = Timeline.Of(vms.Zip(report.Vms, (page, vm) => (page.Name, page.Anchor, vm.Steps)));
        return new ReportPage(
            $"{report.Created:yyyy-MM-dd HH:mm} UTC",
            report.Version,
            Headlines.Of(report),
            [.. Headlines.Tiles(report)],
            [
                .. report.Vms.GroupBy(vm => vm.Progress).OrderByDescending(group => group.Key)
                    .Select(group => new Share(group.Key, group.Count(), Math.Round(Whole * group.Count() / report.Vms.Count, 2))),
            ],
            [.. MakeActions(report, commands)],
            [.. groups.Where(group => group.Severity == "blocker")],
            [.. MakeFailures(report, vms, commands)],
            [.. MakeNetworks(report)],
            vms,
            [.. groups.Where(group => group.Severity != "blocker").Take(MostWarnings)],
            [
                .. timelines.Take(MostTimelines).Select(timeline => timeline.Rows.Count <= MostTimelineRows ? timeline : timeline with
                {
                    Title = $"{timeline.Title}; the first {MostTimelineRows} of {timeline.Rows.Count} VMs",
                    Rows = [.. timeline.Rows.Take(MostTimelineRows)],
                }),
            ],
            [.. report.Runs.Take(MostRuns).Select(Row)],
            isLarge);
    }

    /// <summary>The whole page: one HTML file that needs nothing beside it. It holds no script element, so that nothing of a VM can become one.</summary>
    /// <param name="templates">Those of the report; <c>report/page.scriban</c> is the start.</param>
    /// <exception cref="Rules.V2KException">A template is missing, or asks for what the page does not have.</exception>
    public string Render(TemplateFolder templates) =>
        new MarkupContext(templates).Render("report/page.scriban", new ScriptObject(StringComparer.Ordinal) { ["page"] = this });

    /// <summary>Whoever must act, the one who holds up most first; then what only has to be run.</summary>
    private static IEnumerable<Action> MakeActions(Report report, ReportCommand commands)
    {
        var blocked = report.Vms.Where(vm => vm.Progress == VmProgress.Blocked).ToList();
        var byActor = blocked
            .SelectMany(vm => vm.Summary.Concerns.Where(concern => concern.IsBlocker).Select(concern => (Actor: Actors.Of(concern.Id), Vm: vm, concern.Id)))
            .GroupBy(item => item.Actor)
            .OrderByDescending(group => group.Select(item => item.Vm).Distinct().Count());
        foreach (var group in byActor)
        {
            var vms = group.Select(item => item.Vm).Distinct().ToList();
            var ids = group.GroupBy(item => item.Id, StringComparer.Ordinal)
                .Select(same => (Id: same.Key, Count: same.Select(item => item.Vm).Distinct().Count()))
                .OrderByDescending(same => same.Count).Select(same => $"{same.Id} ({same.Count})");
            yield return new Action(Actors.Name(group.Key), "settle: " + string.Join(", ", ids), vms.Count, Waiting(vms), "");
        }

        if (report.Vms.Where(vm => vm.Progress == VmProgress.Failed).ToList() is { Count: > 0 } failed)
        {
            yield return new Action(
                Actors.Name(Actor.Migration), "fix the failure, then run the command again", failed.Count, Waiting(failed), commands.Migrate([.. failed.Select(vm => vm.Summary)]));
        }

        if (report.Vms.Where(vm => !vm.IsOnKvm && vm.Progress is not (VmProgress.Blocked or VmProgress.Failed)).ToList() is { Count: > 0 } ready)
        {
            yield return new Action(
                Actors.Name(Actor.Migration),
                "migrate: nothing stops them",
                ready.Count,
                Waiting(ready),
                commands.Migrate([.. ready.Select(vm => vm.Summary)]));
        }
    }

    private static string Waiting(List<VmReport> vms) => ByteSize.Text(vms.Sum(Outlook.BytesLeft));

    private static List<FindingGroup> Group(Report report, List<VmPage> pages, ReportCommand commands)
    {
        // What kept a VM from KVM matters no more once it is there.
        var concerns = report.Vms.Zip(pages)
            .SelectMany(item => item.First.Summary.Concerns
                .Where(concern => !concern.IsIgnored && !(item.First.IsOnKvm && concern.IsBlocker))
                .Select(concern => (item, concern)));
        return [.. ConcernGroups.Of([.. concerns]).Select(group => new FindingGroup(
            group.Concern.Severity,
            group.Concern.Id,
            group.Concern.What,
            group.Concern.Changes,
            group.Concern.Remedy,
            Actors.Name(Actors.Of(group.Concern.Id)),
            Words.Count(group.Owners.Count, "VM"),
            [.. group.Owners.Take(MostNamed).Select(owner => new Link(owner.Second.Name, owner.Second.Anchor))],
            group.Owners.Count > MostNamed ? $"and {group.Owners.Count - MostNamed} more" : "",
            group.Concern.IsBlocker ? [.. CommandsFor(group.Concern, [.. group.Owners.Select(owner => owner.First.Summary)], commands)] : []))];
    }

    private static IEnumerable<Command> CommandsFor(ConcernLine blocker, List<VmSummary> vms, ReportCommand commands)
    {
        yield return new Command("then", commands.Migrate(vms));
        if (Engine.Concerns.Blockers.CanBeIgnored(blocker.Id))
        {
            yield return new Command("or, to override it", commands.Migrate(vms, $"--ignore={blocker.Id}"));
        }
    }

    private static IEnumerable<Failure> MakeFailures(Report report, List<VmPage> pages, ReportCommand commands) =>
        from item in report.Vms.Zip(pages)
        from failure in item.First.Failures
        select new Failure(
            new Link(item.Second.Name, item.Second.Anchor),
            $"{failure.Stage} {failure.Label}",
            $"{failure.At:yyyy-MM-dd HH:mm}",
            failure.Message,
            commands.Migrate([item.First.Summary]));

    private static IEnumerable<NetworkRow> MakeNetworks(Report report) =>
        report.Vms.SelectMany(vm => vm.Summary.Cards.Distinct().Select(card => (Vm: vm, Card: card)))
            .GroupBy(item => item.Card, item => item.Vm)
            .OrderBy(vms => vms.Key.IsMapped)
            .ThenByDescending(vms => vms.Count())
            .ThenBy(vms => vms.Key.Source, StringComparer.Ordinal)
            .Select(vms => new NetworkRow(vms.Key.Source, vms.Key.Target, vms.Key.IsMapped, Words.Count(vms.Distinct().Count(), "VM")));

    private static RunRow Row(RunEntry run) => new(
        $"{run.Started:yyyy-MM-dd HH:mm:ss}",
        run.Finished is { } end ? Words.Duration(end - run.Started) : "",
        run.Who,
        run.Command,
        run.Result ?? "has not ended: it is running or was killed",
        run.Ok switch { true => "good", false => "bad", null => "plain" });
}
