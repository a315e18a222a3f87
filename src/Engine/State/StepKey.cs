using V2K.Engine.Stages;

namespace V2K.Engine.State;

/// <summary>
/// Which step of a VM something is about. What a step makes is no key: two disks of a VM may have one file name, on two datastores.
/// </summary>
/// <param name="Stage">The stage of the step.</param>
/// <param name="Subject">What the stage is done to.</param>
public readonly record struct StepKey(Stage Stage, StepSubject Subject)
{
    /// <summary>The step of a stage that is one step for all of a VM.</summary>
    public static StepKey Of(Stage stage) => new(stage, StepSubject.WholeVm);

    /// <summary>The step of a stage for the disk at <paramref name="place"/> in the VM: <c>scsi0:1</c>.</summary>
    public static StepKey OfDisk(Stage stage, string place) => new(stage, StepSubject.Disk(place));

    /// <summary>Whether the stage has a step for each disk.</summary>
    public bool IsOfDisk => Stage is Stage.Precopy or Stage.Convert or Stage.Verify;

    /// <summary>The disk's place in the VM; null for a step of the whole VM, and for a disk that has no place in it any more.</summary>
    public string? Device => Subject.Kind is StepSubjectKind.Disk ? Subject.Text : null;

    /// <summary>By the order of the stages, then by subject.</summary>
    public static IComparer<StepKey> Order { get; } = Comparer<StepKey>.Create((one, other) =>
        one.Stage != other.Stage ? one.Stage.CompareTo(other.Stage) : one.Subject.CompareTo(other.Subject));
}
