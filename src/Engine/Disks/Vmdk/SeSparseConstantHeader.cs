using System.Buffers.Binary;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// The constant header: the first 512 bytes of ESXi's space-efficient sparse extents (seSparse), which hold what was written since a snapshot on
/// VMFS 6. Little-endian u64s; sizes and places are sectors. The format is not published; this is what its known readers agree on.
/// <code>
///   0 magic 0xCAFEBABE        40 flags                   128 grainDirectory offset, size
///   8 version 0x200000001     80 volatileHeader offset,  144 grainTables offset, size
///  16 capacity                   size                    160 freeBitmap offset, size
///  24 grainSize 8             96 journalHeader offset,   176 backMap offset, size
///  32 grainTableSize 64          size                    192 grains offset, size
///                            112 journal offset, size
/// </code>
/// </summary>
/// <param name="Capacity">The length of the extent in bytes.</param>
/// <param name="VolatileHeader">The byte where the volatile header starts.</param>
/// <param name="GrainDirectory">The byte where the grain directory starts.</param>
/// <param name="GrainTables">The byte where the grain tables, which are numbered, start.</param>
/// <param name="Grains">The byte where the grains, which are numbered, start.</param>
internal sealed record SeSparseConstantHeader(long Capacity, long VolatileHeader, long GrainDirectory, long GrainTables, long Grains)
{
    /// <summary>The first word.</summary>
    internal const ulong Magic = 0xCAFE_BABE;

    /// <summary>grainSize: the only one there is, 4 KiB.</summary>
    internal const int GrainSectors = 8;

    /// <summary>grainTableSize: the only one there is, 4096 entries.</summary>
    internal const int TableSectors = 64;

    /// <summary>Bytes of an entry of directory and tables.</summary>
    internal const int EntryWidth = sizeof(ulong);

    /// <summary>Entries in a grain table.</summary>
    internal const int EntriesPerTable = TableSectors * Sector.Size / EntryWidth;

    private const ulong Version = 0x2_0000_0001;

    /// <summary>Reads and checks the header of <paramref name="file"/>.</summary>
    internal static SeSparseConstantHeader Read(DiskFile file)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        file.Read(sector, 0);
        Damage.Require(Field(sector, 0) == Magic, "does not start like an seSparse extent (CAFEBABE), which the descriptor says it is", file.Path);
        Damage.Require(Field(sector, 8) == Version, $"the seSparse extent has version {Field(sector, 8):x}; {Version:x} is known", file.Path);
        Damage.Require(Field(sector, 24) == GrainSectors, $"a grain has {Field(sector, 24)} sectors; {GrainSectors} are possible", file.Path);
        Damage.Require(Field(sector, 32) == TableSectors, $"a grain table has {Field(sector, 32)} sectors; {TableSectors} are possible", file.Path);
        Damage.Require(Field(sector, 40) == 0, $"the seSparse extent has flags {Field(sector, 40):x}, which are not known", file.Path);
        var header = new SeSparseConstantHeader(
            Sector.Capacity(Field(sector, 16), "the seSparse extent", file.Path),
            Sector.Offset(Field(sector, 80), file, "the volatile header"),
            Sector.Offset(Field(sector, 128), file, "the grain directory"),
            Sector.Offset(Field(sector, 144), file, "the grain tables"),
            Sector.Offset(Field(sector, 192), file, "the grains"));
        const long Coverage = (long)EntriesPerTable * GrainSectors * Sector.Size;
        var needed = (ulong)((header.Capacity + Coverage - 1) / Coverage * EntryWidth + Sector.Size - 1) / Sector.Size;
        Damage.Require(
            Field(sector, 136) >= needed, $"the grain directory has {Field(sector, 136)} sectors, but the capacity needs {needed}", file.Path);
        return header;
    }

    private static ulong Field(ReadOnlySpan<byte> sector, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(sector[offset..]);
}
