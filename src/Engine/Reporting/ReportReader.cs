using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Explaining;
using V2K.Engine.Inventory;
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
        [.. vms.Zip(InventoryReader.Read(vms, config, _paths), Read)]);

    private VmReport Read(VirtualMachine vm, VmSummary summary)
    {
        var state = VmState.Read(vm.StatePath);
        var steps = Steps(state);
        var failures = Failures(state);
        var traced = TryTranslate(vm);
        var translation = traced?.Translation;
        var testBoot = TestBootFiles.Of(vm);
        return new VmReport(
            summary,
            Progress(summary, steps, failures, translation),
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

    private static List<StepReport> Steps(VmState? state) =>
    [
        .. (state?.Steps ?? []).Select(step => Step(step.Key, step.Value)).OrderBy(step => step.Finished),
    ];

    private static StepReport Step(string key, StepRecord record)
    {
        var (stage, name) = Split(key);
        return new StepReport(
            stage, name, record.Finished - TimeSpan.FromSeconds(record.Seconds), record.Finished, record.Bytes, record.Notes);
    }

    private static List<FailureReport> Failures(VmState? state) =>
    [
        .. (state?.Failures ?? []).Select(failure =>
        {
            var (stage, name) = Split(failure.Key);
            return new FailureReport(stage, name, failure.Value.At, failure.Value.Message);
        }),
    ];

    /// <summary><c>Convert web01.qcow2</c> is the stage and what it makes.</summary>
    private static (string Stage, string Name) Split(string key)
    {
        var space = key.IndexOf(' ', StringComparison.Ordinal);
        return (key[..space], key[(space + 1)..]);
    }

    private static VmProgress Progress(
        VmSummary summary, List<StepReport> steps, List<FailureReport> failures, TranslatedDomain? translation)
    {
        var done = steps.Select(step => step.Stage).ToHashSet(StringComparer.Ordinal);
        var converted = steps.Count(step => step.Stage == nameof(Stage.Convert));
        return failures.Count > 0 ? VmProgress.Failed
            : summary.Concerns.Any(concern => concern.IsBlocker) ? VmProgress.Blocked
            : done.Contains(nameof(Stage.TestBoot)) ? VmProgress.Booted
            : done.Contains(nameof(Stage.Define)) ? VmProgress.Defined
            : done.Contains(nameof(Stage.Adjust)) ? VmProgress.Adjusted
            : translation is not null && converted > 0 && converted >= translation.Disks.Count ? VmProgress.Converted
            : done.Contains(nameof(Stage.Translate)) ? VmProgress.Translated
            : VmProgress.Waiting;
    }
}
