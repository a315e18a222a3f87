using V2K.Engine.Stages;

namespace V2K.Engine.State;

/// <summary>
/// Which step of a VM something is about. What a step makes is no key: two disks of a VM may have one file name, on two datastores.
/// </summary>
/// <param name="Stage">The stage of the step.</param>
/// <param name="Subject">
/// What the stage is done to: a disk's place in the VM (<c>scsi0:1</c>), or <see cref="WholeVm"/>. The record of a disk that has no place
/// in the VM any more has the full path of its output instead.
/// </param>
public readonly record struct StepKey(Stage Stage, string Subject)
{
    /// <summary>The subject of a stage that is one step for all of a VM.</summary>
    public const string WholeVm = "vm";

    /// <summary>The step of a stage that is one step for all of a VM.</summary>
    public static StepKey Of(Stage stage) => new(stage, WholeVm);

    /// <summary>Whether the stage has a step for each disk.</summary>
    public bool IsOfDisk => Stage is Stage.Precopy or Stage.Convert or Stage.Verify;

    /// <summary>The disk's place in the VM; null for a step of the whole VM, and for a disk of which only its output is known.</summary>
    public string? Device => IsOfDisk && Subject.Contains(':', StringComparison.Ordinal) && !Subject.AsSpan().ContainsAny('/', '.') ? Subject : null;

    /// <summary>By the order of the stages, then by subject.</summary>
    public static IComparer<StepKey> Order { get; } = Comparer<StepKey>.Create((one, other) =>
        one.Stage != other.Stage ? one.Stage.CompareTo(other.Stage) : string.CompareOrdinal(one.Subject, other.Subject));
}
