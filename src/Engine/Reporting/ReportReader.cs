using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Explaining;
using V2K.Engine.Inventory;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.TestBoots;
using V2K.Engine.TestBoots.Judging;
using V2K.Rules;

namespace V2K.Engine.Reporting;

/// <summary>Gathers a report from the state files and the datastores. Changes nothing and takes no lock: a run may be under way.</summary>
public sealed class ReportReader(Config config, DomainRenderer renderer)
{
    private readonly DatastorePaths _paths = new(config.Datastores, config.File);

    /// <summary>Reports on <paramref name="vms"/>. What cannot be read of a VM is in its report, never an error of the whole.</summary>
    public Report Read(IReadOnlyList<VirtualMachine> vms) => new(
        DateTimeOffset.UtcNow,
        ProductVersion.Text,
        [.. vms.Zip(InventoryReader.Read(vms, config, _paths)).AsParallel().AsOrdered().Select(item => Read(item.First, item.Second))])
    {
        Runs = RunJournal.Read(config.Datastores),
        Outlook = new Outlook(MeasuredRates.Of(vms.Select(vm => VmState.TryRead(vm.StatePath))), config.Parallel),
    };

    private VmReport Read(VirtualMachine vm, VmSummary summary)
    {
        var traced = TryTranslate(vm);
        var translation = traced?.Translation;
        var disks = translation?.Disks ?? [];
        var state = VmState.TryRead(vm.StatePath, translation?.Disks);
        var steps = Steps(state, disks);
        var failures = Failures(state, disks, translation, config.Of(vm));
        summary = summary with { Concerns = [.. OfHost(vm, steps, translation), .. summary.Concerns] };
        var testBoot = TestBootFiles.Of(vm);
        return new VmReport(
            summary,
            Progress(summary, steps, failures, state, translation),
            steps,
            failures,
            translation?.Findings ?? [],
            traced is null ? null : Explainer.Explain(vm.Id, traced, renderer),
            translation is null ? null : renderer.Render(translation.Domain),
            TestBootVerdict.Read(testBoot.Verdict),
            File.Exists(testBoot.Screenshot) ? File.ReadAllBytes(testBoot.Screenshot) : null);
    }

    /// <summary>Null where the inventory has told already why not.</summary>
    private TracedDomain? TryTranslate(VirtualMachine vm)
    {
        try
        {
            return TracedDomain.Make(vm, config, _paths);
        }
        catch (V2KException)
        {
            return null;
        }
    }

    private static List<StepReport> Steps(VmState? state, IReadOnlyList<DiskPlacement> disks) =>
    [
        .. (state?.Steps ?? []).Select(step => Step(step.Key, step.Value, disks)).OrderBy(step => step.Finished),
    ];

    private static StepReport Step(StepKey key, StepRecord record, IReadOnlyList<DiskPlacement> disks)
    {
        var name = record.Name ?? key.Subject.Text;
        return new StepReport(
            key.Stage.ToString(), name, record.Finished - TimeSpan.FromSeconds(record.Seconds), record.Finished, record.Bytes, record.Notes)
        {
            Device = key.Device,
            Label = Label(key, name, disks),
        };
    }

    private static List<FailureReport> Failures(VmState? state, IReadOnlyList<DiskPlacement> disks, TranslatedDomain? translation, Config config) =>
    [
        .. (state?.Failures ?? []).Where(failure => !IsLeftOut(failure.Key.Stage, state!, translation, config)).Select(failure =>
        {
            var name = failure.Value.Name ?? failure.Key.Subject.Text;
            return new FailureReport(failure.Key.Stage.ToString(), name, failure.Value.At, failure.Value.Message)
            {
                Device = failure.Key.Device,
                Label = Label(failure.Key, name, disks),
            };
        }),
    ];

    /// <summary>Whether the configuration has the VM go without <paramref name="stage"/>: a failure there keeps it from nothing.</summary>
    private static bool IsLeftOut(Stage stage, VmState state, TranslatedDomain? translation, Config config) =>
        stage is Stage.Adjust && translation is not null && AdjustStage.IsLeftOut(config, translation, disk => state.Steps.GetValueOrDefault(disk.Key(Stage.Convert)));

    /// <summary>What on this host stops the VM before it is copied, as Plan and Migrate say, too: a page that calls it ready would be wrong.</summary>
    private IEnumerable<ConcernLine> OfHost(VirtualMachine vm, List<StepReport> steps, TranslatedDomain? translation)
    {
        var own = config.Of(vm);
        return translation is null || steps.Exists(step => step.Stage == nameof(Stage.Adjust)) ? []
            : WindowsAdjusting.Find(translation, own).Select(finding => ConcernLine.Of(finding, own));
    }

    private static string Label(StepKey key, string name, IReadOnlyList<DiskPlacement> disks) =>
        key.IsOfDisk ? disks.FirstOrDefault(disk => disk.Key(key.Stage) == key)?.Label ?? name : name;

    private static VmProgress Progress(
        VmSummary summary, List<StepReport> steps, List<FailureReport> failures, VmState? state, TranslatedDomain? translation)
    {
        var done = steps.Select(step => step.Stage).ToHashSet(StringComparer.Ordinal);
        var isConverted = translation?.Disks is [_, ..] disks && disks.All(disk => state?.Steps.ContainsKey(disk.Key(Stage.Convert)) == true);
        return failures.Count > 0 ? VmProgress.Failed
            : state?.CutOver?.Done is not null ? VmProgress.CutOver
            : done.Contains(nameof(Stage.TestBoot)) ? VmProgress.Booted
            : done.Contains(nameof(Stage.Define)) ? VmProgress.Defined
            : summary.Concerns.Any(concern => concern.IsBlocker) ? VmProgress.Blocked
            : done.Contains(nameof(Stage.Adjust)) ? VmProgress.Adjusted
            : isConverted ? VmProgress.Converted
            : done.Contains(nameof(Stage.Translate)) ? VmProgress.Translated
            : VmProgress.Waiting;
    }
}
