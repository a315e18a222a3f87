namespace V2K.Engine.Disks.Copying;

/// <summary>A raw image: the guest's bytes in place, holes for zeroes.</summary>
internal sealed class RawWriter : IDiskWriter
{
    private static readonly LayoutState Nothing = new(0, [], new Dictionary<long, byte[]>());

    /// <summary>Gives <paramref name="target"/> the length of the virtual disk.</summary>
    internal RawWriter(TargetFile target, long virtualSize) => target.SetLength(virtualSize);

    /// <summary>Smaller holes than this cost more in extents of the file system than they save.</summary>
    public int Granule => 16 * 1024;

    /// <inheritdoc/>
    public long Place(long offset, long length) => offset;

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
    public LayoutState Save() => Nothing;
}
