namespace V2K.Engine.Disks.Copying;

/// <summary>A block device: the guest's bytes in place.</summary>
/// <param name="target">The device.</param>
/// <param name="keepsZeroes">Whether zeroes must be written, since something else may be there.</param>
internal sealed class DeviceWriter(TargetFile target, bool keepsZeroes) : IDiskWriter
{
    /// <summary>A logical volume's thin chunk is not smaller.</summary>
    public int Granule => 64 * 1024;

    /// <inheritdoc/>
    public bool KeepsZeroes => keepsZeroes;

    /// <inheritdoc/>
    public long Place(long offset, long length) => offset;

    /// <inheritdoc/>
    public IContentSink OpenSink() => new PlainSink(target, this);

    /// <inheritdoc/>
    public void Settle(long offset)
    {
        // Every byte has its place from the start.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // The bytes are all there is.
    }

    /// <inheritdoc/>
    public LayoutState Save() => LayoutState.Empty;
}
