using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>Whether a step has anything to do, and why.</summary>
/// <param name="MustRun">False: its result is up to date.</param>
/// <param name="Reason">Why it runs, or why it need not.</param>
public readonly record struct StepDecision(bool MustRun, string Reason)
{
    private const int MaximumNamed = 5;

    /// <summary>Compares what a step would be made from with what its last result was made from.</summary>
    /// <param name="step">The step.</param>
    /// <param name="record">Its last good end; null if there was none.</param>
    /// <param name="force">The administrator wants it done in any case, and gives up what is in the way.</param>
    /// <exception cref="V2KException">
    /// It would replace a file that V2K did not write, or that somebody changed since: a disk that a guest has run on,
    /// an XML edited by hand.
    /// </exception>
    public static StepDecision For(Step step, StepRecord? record, bool force)
    {
        if (step.Decide is { } decide)
        {
            return decide(record, force);
        }

        if (force)
        {
            return new StepDecision(MustRun: true, "--force");
        }

        if (record is null)
        {
            // A device is there before anything is written to it, and was named by the administrator.
            return step.Outputs.FirstOrDefault(output => File.Exists(output) && !Posix.IsBlockDevice(output)) is { } stranger
                ? throw InTheWay(stranger, "exists, but V2K has no record of writing it")
                : new StepDecision(MustRun: true, "not made yet");
        }

        var reasons = step.Inputs.Differences(record.Inputs);
        var missing = step.Outputs.FirstOrDefault(output => !File.Exists(output));
        var changed = Changed(step, record);

        return reasons.Count > 0 && changed is not null
                ? throw InTheWay(changed, $"was changed after V2K wrote it, and must be regenerated ({string.Join(", ", reasons)})")
            : reasons.Count > 0
                ? new StepDecision(MustRun: true, string.Join(", ", reasons))
            : missing is not null
                ? new StepDecision(MustRun: true, $"{Path.GetFileName(missing)} is missing")
            : changed is not null
                ? new StepDecision(MustRun: false, $"{Path.GetFileName(changed)} was changed by another program and is kept")
                : new StepDecision(MustRun: false, $"{Sources(step.Inputs)} unchanged since {record.Finished:yyyy-MM-dd HH:mm:ss} UTC{Stored(step, record)}");
    }

    /// <summary>The decisions for steps whose results only fit together: if one of them must run, all must.</summary>
    /// <exception cref="V2KException">As <see cref="For"/>: also for a result that was kept as long as none had to run.</exception>
    public static IReadOnlyList<StepDecision> ForTogether(IReadOnlyList<(Step Step, StepRecord? Record, bool Force)> steps)
    {
        var decisions = steps.Select(item => For(item.Step, item.Record, item.Force)).ToList();
        var cause = decisions.FindIndex(decision => decision.MustRun);
        for (var i = 0; cause >= 0 && i < decisions.Count; i++)
        {
            if (!decisions[i].MustRun)
            {
                var (step, record, _) = steps[i];
                decisions[i] = Changed(step, record!) is { } changed
                    ? throw InTheWay(changed, $"was changed after V2K wrote it, and must be regenerated together with {steps[cause].Step.Label}")
                    : new StepDecision(MustRun: true, $"is regenerated together with {steps[cause].Step.Label}");
            }
        }

        return decisions;
    }

    private static string? Changed(Step step, StepRecord record) => step.Outputs.FirstOrDefault(output =>
        FileStamp.Of(output) is { } now && !(record.Outputs.TryGetValue(output, out var then) && now == then));

    private static V2KException InTheWay(string path, string what) =>
        new(what, "Move it away to keep it, or run again with --force to replace it", path);

    /// <summary>What is stored otherwise than this run would store it, and how to get that.</summary>
    private static string Stored(Step step, StepRecord record) => step.Inputs.StorageDifferences(record.Inputs) is { Count: > 0 } differences
        ? $"; {string.Join(", ", differences)}: the content for the guest is the same; --force={step.Key.Subject} copies the disk again"
        : "";

    private static string Sources(Fingerprint inputs)
    {
        var names = inputs.Inputs.Keys.Where(name => !name.StartsWith("--", StringComparison.Ordinal)).ToList();
        return names.Count <= MaximumNamed
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MaximumNamed - 1))} and {names.Count - MaximumNamed + 1} more";
    }
}
