using V2K.Engine.Disks;

namespace V2K.Engine.Stages;

/// <summary>Passes a disk's progress on as a step's.</summary>
internal sealed class ProgressRelay(StepProgress progress) : IProgress<CopyProgress>
{
    /// <inheritdoc/>
    public void Report(CopyProgress value) => progress(value.Done, value.Total);
}
