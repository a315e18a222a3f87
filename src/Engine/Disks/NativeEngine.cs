namespace V2K.Engine.Disks;

/// <summary>The engine that needs nothing installed: reads VMDKs and writes qcow2 or raw itself.</summary>
public sealed class NativeEngine : ICopyEngine
{
    /// <inheritdoc/>
    public string Name => "native";

    /// <inheritdoc/>
    public Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation) =>
        throw new NotSupportedException();
}
