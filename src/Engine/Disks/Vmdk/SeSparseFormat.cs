namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// Grains as ESXi's space-efficient sparse extents have them: entries are little-endian u64s, the top of which says what they are. Grain tables are
/// numbered, and so are grains: an entry says which one of its kind, not where it is.
/// <code>
///  directory  0 none    0x1000_0000 in bits 63 to 32: the table's number in bits 31 to 0
///  table      0 none    0x1 in bits 63 to 60: unmapped by the guest    0x2: zeroes
///                       0x3: bits 11 to 0 of the grain's number in bits 59 to 48, the others in bits 47 to 0
/// </code>
/// </summary>
internal sealed class SeSparseFormat(SeSparseConstantHeader header) : IGrainFormat
{
    /// <inheritdoc/>
    public long Capacity => header.Capacity;

    /// <inheritdoc/>
    public int GrainLength => SeSparseConstantHeader.GrainSectors * Sector.Size;

    /// <inheritdoc/>
    public int EntriesPerTable => SeSparseConstantHeader.EntriesPerTable;

    /// <inheritdoc/>
    public int EntryWidth => SeSparseConstantHeader.EntryWidth;

    /// <inheritdoc/>
    public long DirectoryPosition => header.GrainDirectory;

    /// <summary>The format of the extent in <paramref name="file"/>, which nobody writes to.</summary>
    internal static SeSparseFormat Read(DiskFile file)
    {
        var header = SeSparseConstantHeader.Read(file);
        SeSparseVolatileHeader.Read(file, header.VolatileHeader).RequireReplayed(file);
        return new SeSparseFormat(header);
    }

    /// <inheritdoc/>
    public long? TablePosition(ulong entry, DiskFile file) => (entry >> 32) switch
    {
        0x1000_0000 => Place(header.GrainTables, entry & uint.MaxValue, SeSparseConstantHeader.TableSectors, file, "grain table"),
        _ when entry == 0 => null,
        _ => throw Damage.In(file.Path, $"the grain directory entry {entry:x} is not known"),
    };

    /// <inheritdoc/>
    public Grain Decode(ulong entry, DiskFile file) => (entry >> 60) switch
    {
        0 when entry == 0 => new Grain(RunKind.Unallocated),
        1 or 2 => new Grain(RunKind.Zero),
        3 => new Grain(RunKind.Data, Place(header.Grains, GrainNumber(entry), SeSparseConstantHeader.GrainSectors, file, "grain")),
        _ => throw Damage.In(file.Path, $"the grain table entry {entry:x} is not known"),
    };

    private static ulong GrainNumber(ulong entry) => ((entry >> 48) & 0xFFF) | ((entry & 0xFFFF_FFFF_FFFF) << 12);

    private static long Place(long start, ulong number, int sectors, DiskFile file, string what)
    {
        var length = (long)sectors * Sector.Size;
        return number <= (ulong)(file.Size / length)
            ? start + (long)number * length
            : throw Damage.Outside(file.Path, $"{what} {number} cannot lie in a file of {file.Size} bytes");
    }
}
