using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Interop;
using V2K.Engine.Inventory;
using V2K.Engine.Libvirt;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Planning;

/// <summary>Works out what a run would do. Changes nothing and takes no lock: a run may be under way.</summary>
/// <param name="config">The configuration in force.</param>
/// <param name="engine">What would copy.</param>
/// <param name="renderer">What would render.</param>
/// <param name="force">Whether everything would be done in any case.</param>
/// <param name="network">What is wrong with what a network card is put on, where that can be seen; null not to look.</param>
public sealed class Planner(
    Config config, IConversionEngine engine, DomainRenderer renderer, bool force, Func<NetworkInterface, HostNetworkFault?>? network = null)
{
    private readonly DatastorePaths _paths = new(config.Datastores, config.File);

    /// <summary>The plan for <paramref name="chosen"/>.</summary>
    /// <param name="chosen">The VMs to migrate.</param>
    /// <param name="all">Every VM there is: some concerns are between VMs.</param>
    public MigrationPlan Plan(IReadOnlyList<VirtualMachine> chosen, IReadOnlyList<VirtualMachine> all)
    {
        var views = ConcernFinder.Views(all, config, _paths);
        var others = ConcernFinder.BySettings(views);
        var ids = chosen.Select(vm => vm.Id).ToHashSet(StringComparer.Ordinal);
        var mine = views.Where(view => ids.Contains(view.Vm.Id)).ToList();
        var states = mine.AsParallel().AsOrdered().Select(StateOf).ToList();
        var rates = MeasuredRates.Of(StatesOf(all));
        var groups = SharingGroups.Of(mine);
        var vms = mine.AsParallel().AsOrdered()
            .Select((view, i) => PlanOf(view, others[view], states[i], groups[i], rates))
            .ToList();
        return new MigrationPlan(vms, Targets(vms, mine), rates, config.Parallel, Duration(vms));
    }

    /// <summary>Null where the view tells already why not: the state says what was found in the guest, by which the VM is translated.</summary>
    private static VmState? StateOf(VmView view) =>
        view.Translation is { } translation ? VmState.Read(view.Vm.StatePath, translation.Disks) : null;

    /// <summary>What was copied of any VM tells how fast copies are, whichever VMs are chosen.</summary>
    private static List<VmState?> StatesOf(IReadOnlyList<VirtualMachine> vms) => [.. vms.AsParallel().AsOrdered().Select(vm => VmState.TryRead(vm.StatePath))];

    private VmPlan PlanOf(VmView view, IEnumerable<Finding> others, VmState? state, int group, MeasuredRates rates)
    {
        var findings = ConcernFinder.Of(view, ConcernFinder.InFilesOf(view).Concat(others)).ToList();
        var steps = view.Translation is null ? []
            : state?.CutOver is { } cutOver ? [LeftAlone(view, cutOver)]
            : Steps(view, state, rates, findings);
        return new VmPlan(view.Vm.Id, view.Vm.DisplayName, group, steps, [.. findings.Select(finding => ConcernLine.Of(finding, config.Of(view.Vm)))]);
    }

    /// <summary>What every run says of a VM that was cut over.</summary>
    private static StepPlan LeftAlone(VmView view, CutOverRecord cutOver) => new(
        nameof(Stage.CutOver), view.Vm.FileName, MustRun: false, cutOver.Reason, Seconds: 0);

    private List<StepPlan> Steps(VmView view, VmState? state, MeasuredRates rates, List<Finding> findings)
    {
        using var job = new VmJob(view.Vm, config, _paths, SilentRunLog.Instance, force);
        var steps = new List<StepPlan>();
        if (Decide(job, TranslateStage.Step(job, renderer), state, findings) is { } translate)
        {
            steps.Add(translate with { Seconds = translate.MustRun ? rates.StageSeconds[nameof(Stage.Translate)] : 0 });
        }

        var disks = job.View.Disks.Where(disk => disk.Summary is not null).ToList();
        foreach (var (disk, step) in disks.Zip(ConvertStage.Steps(job, disks, engine)))
        {
            if (Decide(job, step, state, findings) is { } convert)
            {
                steps.Add(WithBytes(convert, job, disk, rates));
            }
        }

        steps.AddRange(view.Translation!.Attached.Select(disk => new StepPlan(
            nameof(Stage.Convert), Path.GetFileName(disk.Source!.Path), MustRun: false, AttachedDisks.Word, Seconds: 0)
        {
            Device = disk.VmxDevice,
            Label = disk.Source.Path,
            Target = disk.Source.Path,
            IsAttached = true,
        }));

        if (job.Config.Adjust.Kind != AdjustKind.None && disks.Count > 0)
        {
            var adjust = After(steps.Find(step => step.MustRun && step.Target is not null), Stage.Adjust, view.Vm.FileName, state, rates);
            steps.Add(adjust);
            findings.AddRange(adjust.MustRun ? WindowsAdjusting.Find(view.Translation!, job.Config) : []);
        }

        findings.AddRange(Networks(view.Translation!.Domain));
        var name = view.Translation!.Domain.Name;
        steps.Add(After(steps.Find(step => step.MustRun && step.Stage == nameof(Stage.Translate)), Stage.Define, name, state, rates));
        steps.Add(After(steps.Find(step => step.MustRun), Stage.TestBoot, name, state, rates));
        return steps;
    }

    /// <summary>
    /// A stage that works on what earlier ones make: it runs after <paramref name="cause"/>, and when it never ended well. What
    /// else it depends on (a domain that somebody undefined) is not looked at.
    /// </summary>
    private static StepPlan After(StepPlan? cause, Stage stage, string name, VmState? state, MeasuredRates rates)
    {
        var record = state?.Steps.GetValueOrDefault(StepKey.Of(stage));
        var (mustRun, reason) = cause is not null ? (true, $"after {cause.Stage} {cause.Label}")
            : record is null ? (true, "not made yet")
            : (false, $"done {record.Finished:yyyy-MM-dd HH:mm:ss} UTC");
        return new StepPlan(stage.ToString(), name, mustRun, reason, mustRun ? rates.StageSeconds[stage.ToString()] : 0);
    }

    /// <summary>What becomes of a step; null, and one finding more, where something is in its way.</summary>
    private static StepPlan? Decide(VmJob job, Step step, VmState? state, List<Finding> findings)
    {
        try
        {
            var decision = StepDecision.For(step, state?.Steps.GetValueOrDefault(step.Key), job.IsForced(step.Key));
            return new StepPlan(step.Stage.ToString(), step.Name, decision.MustRun, decision.Reason, Seconds: 0) { Device = step.Key.Device, Label = step.Label };
        }
        catch (V2KException inTheWay)
        {
            findings.Add(Concern.Of(inTheWay, FindingId.InTheWay));
            return null;
        }
    }

    /// <summary>What Define, and the domain's start, would stumble over: better known before a cut-over.</summary>
    private IEnumerable<Finding> Networks(Domain domain) =>
        from card in domain.Interfaces
        let fault = network?.Invoke(card)
        where fault is not null
        select Finding.Warning(fault.What, fault.IsMissing ? "the domain cannot be defined" : "the domain cannot start", fault.Remedy)
            .As(fault.IsMissing ? FindingId.MissingNetwork : FindingId.InactiveNetwork);

    private StepPlan WithBytes(StepPlan step, VmJob job, DiskView disk, MeasuredRates rates)
    {
        step = step with { Source = disk.Placement.Source, Target = disk.Placement.Target };
        if (!step.MustRun)
        {
            return step;
        }

        var whole = Math.Min(disk.Summary!.AllocatedBytes, disk.Summary.VirtualSize);
        var rest = engine is NativeEngine ? RemainingWork.Of(job, disk) : null;
        var bytes = rest ?? whole;
        var volume = TargetVolume.Of(disk.Placement.Target);
        var isCloned = rest is null && CloneSupport.Between(disk.Summary, volume);
        return step with
        {
            Reason = rest is null ? step.Reason : $"{step.Reason}; resumes a copy that has {ByteSize.Text(Math.Max(0, whole - bytes))}",
            BytesToCopy = isCloned ? 0 : bytes,
            BytesToClone = isCloned ? bytes : 0,
            Space = volume is null || Posix.IsBlockDevice(disk.Placement.Target) ? SpaceNeed.None : SpaceShortage.QuickNeedOf(disk, volume),
            Seconds = isCloned ? 0 : Math.Round((double)bytes / rates.CopyBytesPerSecond, 1),
        };
    }

    /// <summary>What is written to each file system, all VMs together. Disks that fit by what their files occupy are not looked into.</summary>
    private List<TargetPlan> Targets(List<VmPlan> vms, IReadOnlyList<VmView> views)
    {
        var disks = views.SelectMany(view => view.Translation is null ? [] : view.Disks).ToLookup(disk => disk.Placement.Target, StringComparer.Ordinal);
        return
        [
            .. vms.Where(vm => !vm.IsBlocked)
                .SelectMany(vm => vm.Steps)
                .Where(step => step.Target is not null && step.MustRun && !Posix.IsBlockDevice(step.Target))
                .GroupBy(step => TargetVolume.Of(step.Target!))
                .Where(steps => steps.Key is not null)
                .Select(steps => Target(steps.Key!, [.. steps]))
                .OrderBy(target => target.Folder, StringComparer.Ordinal),
        ];

        TargetPlan Target(TargetVolume volume, List<StepPlan> steps)
        {
            var ceiling = steps.Sum(step => step.Space.AtMost);
            var need = ceiling <= volume.FreeBytes || config.Ignore.Contains(FindingId.LowSpace)
                ? new SpaceNeed(0, ceiling)
                : steps.Aggregate(SpaceNeed.None, (sum, step) => sum + SpaceShortage.NeedOf(disks[step.Target!].First(), volume));
            return new TargetPlan(volume.Folder, volume.FreeBytes, need.AtMost) { LeastBytes = need.AtLeast };
        }
    }

    /// <summary>The work divided by how much goes at once, but never less than the longest disk takes.</summary>
    private double Duration(List<VmPlan> vms)
    {
        var steps = vms.Where(vm => !vm.IsBlocked).SelectMany(vm => vm.Steps).Select(step => step.Seconds).ToList();
        return Math.Round(Math.Max(steps.Sum() / config.Parallel, steps.DefaultIfEmpty().Max()), 1);
    }
}
