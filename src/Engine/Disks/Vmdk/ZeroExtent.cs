namespace V2K.Engine.Disks.Vmdk;

/// <summary>An extent that is all zeroes and has no file.</summary>
internal sealed class ZeroExtent(long length) : IExtent
{
    /// <inheritdoc/>
    public long Length => length;

    /// <inheritdoc/>
    public DiskFile? File => null;

    /// <inheritdoc/>
    public Run RunAt(long offset, long limit) => new(offset, limit - offset, RunKind.Zero);
}
