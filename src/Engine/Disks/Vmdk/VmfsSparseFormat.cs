namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// Grains as ESX's copy-on-write extents have them: entries of directory and tables are little-endian u32 sector numbers, 0 for none.
/// ("Virtual Disk Format 5.0", ESX Server Sparse Extents.)
/// </summary>
internal sealed class VmfsSparseFormat(CowDiskHeader header) : IGrainFormat
{
    /// <inheritdoc/>
    public long Capacity => header.Capacity;

    /// <inheritdoc/>
    public int GrainLength => header.GrainLength;

    /// <inheritdoc/>
    public int EntriesPerTable => CowDiskHeader.EntriesPerTable;

    /// <inheritdoc/>
    public int EntryWidth => sizeof(uint);

    /// <inheritdoc/>
    public long DirectoryPosition => header.DirectoryPosition;

    /// <inheritdoc/>
    public long? TablePosition(ulong entry, DiskFile file) =>
        entry == 0 ? null : Sector.Offset(entry, file, "a grain table");

    /// <inheritdoc/>
    public Grain Decode(ulong entry, DiskFile file) => entry == 0
        ? new Grain(RunKind.Unallocated)
        : new Grain(RunKind.Data, Sector.Offset(entry, file, "a grain"));
}
