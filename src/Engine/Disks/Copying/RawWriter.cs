namespace V2K.Engine.Disks.Copying;

/// <summary>A raw image: the guest's bytes in place, holes for zeroes.</summary>
internal sealed class RawWriter : IDiskWriter
{
    private readonly TargetFile _target;
    private readonly BlockReservation? _ahead;

    /// <summary>Gives <paramref name="target"/> the length of the virtual disk.</summary>
    /// <param name="target">The file.</param>
    /// <param name="virtualSize">The size of the disk, in bytes.</param>
    /// <param name="isReserved">Whether to reserve all of it on the file system.</param>
    /// <param name="ahead">What reserves parts of it ahead of the writes; null for none.</param>
    internal RawWriter(TargetFile target, long virtualSize, bool isReserved = false, BlockReservation? ahead = null)
    {
        _target = target;
        _ahead = isReserved ? null : ahead;
        target.SetLength(virtualSize);
        if (isReserved)
        {
            target.Reserve(0, virtualSize);
        }
    }

    /// <summary>Smaller holes than this cost more in extents of the file system than they save.</summary>
    public int Granule => 16 * 1024;

    /// <inheritdoc/>
    public long Place(long offset, long length)
    {
        _ahead?.Expect(offset, length);
        return offset;
    }

    /// <inheritdoc/>
    public void Skip(long offset, long length) => _ahead?.Release(offset, length);

    /// <inheritdoc/>
    public IContentSink OpenSink() => new PlainSink(_target, this);

    /// <inheritdoc/>
    public void Settle(long offset)
    {
        // Every byte has its place from the start.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Length and bytes are all there is to a raw image.
    }

    /// <inheritdoc/>
    public LayoutState Save() => LayoutState.Empty;
}
