namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// Grains as hosted sparse extents have them: entries are u32 sector numbers, 0 for none and, if the header allows it, 1 for a grain of
/// zeroes. ("Virtual Disk Format 5.0", Hosted Sparse Extents and Stream-Optimized Compressed Sparse Extents.)
/// </summary>
internal sealed class HostedSparseFormat(SparseExtentHeader header, DiskFile file) : IGrainFormat
{
    private const ulong ZeroedGrain = 1;

    private readonly bool _zeroedGrains = header.Flags.HasFlag(SparseExtentFlags.ZeroedGrains);

    private readonly RunKind _stored =
        header.Flags.HasFlag(SparseExtentFlags.Compressed) ? RunKind.Compressed : RunKind.Data;

    /// <inheritdoc/>
    public long Capacity => header.Capacity;

    /// <inheritdoc/>
    public int GrainLength => header.GrainLength;

    /// <inheritdoc/>
    public int EntriesPerTable => SparseExtentHeader.EntriesPerTable;

    /// <inheritdoc/>
    public int EntryWidth => sizeof(uint);

    /// <inheritdoc/>
    public long DirectoryPosition { get; } = Sector.Offset(header.GrainDirectorySector, file, "the grain directory");

    /// <inheritdoc/>
    public long? TablePosition(ulong entry, DiskFile file) =>
        entry == 0 ? null : Sector.Offset(entry, file, "a grain table");

    /// <inheritdoc/>
    public Grain Decode(ulong entry, DiskFile file)
    {
        if (entry == 0)
        {
            return new Grain(RunKind.Unallocated);
        }

        if (entry == ZeroedGrain)
        {
            return _zeroedGrains
                ? new Grain(RunKind.Zero)
                : throw Damage.In(file.Path, "a grain table entry is 1, which is neither a grain nor, in this disk, a marker for zeroes");
        }

        return new Grain(_stored, Sector.Offset(entry, file, "a grain"));
    }
}
