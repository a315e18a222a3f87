using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// The constant header of ESXi's space-efficient sparse extents (seSparse), which hold what was written since a snapshot on VMFS 6.
/// Little-endian u64s; sizes and places are sectors. The format is not published; this is what its known readers agree on.
/// <code>
///   0 magic 0xCAFEBABE        40 flags                   128 grainDirectory offset, size
///   8 version 0x200000001     80 volatileHeader offset,  144 grainTables offset, size
///  16 capacity                   size                    160 freeBitmap offset, size
///  24 grainSize 8             96 journalHeader offset,   176 backMap offset, size
///  32 grainTableSize 64          size                    192 grains offset, size
///                            112 journal offset, size
/// </code>
/// Grain tables are numbered, and so are grains: an entry says which one of its kind, not where it is.
/// </summary>
internal sealed class SeSparseHeader : IGrainFormat
{
    /// <summary>Of the constant header.</summary>
    internal const ulong Magic = 0xCAFE_BABE;

    private const ulong Version = 0x2_0000_0001;
    private const ulong VolatileMagic = 0xCAFE_CAFE;
    private const ulong GrainSectors = 8;
    private const ulong TableSectors = 64;
    private const string Damaged = "The file is damaged: copy it again from the datastore";

    private readonly long _tables;
    private readonly long _grains;

    private SeSparseHeader(long capacity, long directory, long tables, long grains)
    {
        Capacity = capacity;
        DirectoryPosition = directory;
        _tables = tables;
        _grains = grains;
    }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public int GrainLength => (int)GrainSectors * Sector.Size;

    /// <inheritdoc/>
    public int EntriesPerTable => (int)TableSectors * Sector.Size / EntryWidth;

    /// <inheritdoc/>
    public int EntryWidth => sizeof(ulong);

    /// <inheritdoc/>
    public long DirectoryPosition { get; }

    /// <summary>Reads and checks both headers of <paramref name="file"/>.</summary>
    internal static SeSparseHeader Read(DiskFile file)
    {
        Span<byte> sector = stackalloc byte[Sector.Size];
        file.Read(sector, 0);
        Require(Field(sector, 0) == Magic, "does not start like an seSparse extent (CAFEBABE), which the descriptor says it is", file);
        Require(Field(sector, 8) == Version, $"the seSparse extent has version {Field(sector, 8):x}; {Version:x} is known", file);
        Require(Field(sector, 24) == GrainSectors, $"a grain has {Field(sector, 24)} sectors; {GrainSectors} are possible", file);
        Require(Field(sector, 32) == TableSectors, $"a grain table has {Field(sector, 32)} sectors; {TableSectors} are possible", file);
        Require(Field(sector, 40) == 0, $"the seSparse extent has flags {Field(sector, 40):x}, which are not known", file);
        var header = new SeSparseHeader(
            Sector.Capacity(Field(sector, 16), "the seSparse extent", file.Path),
            Sector.Offset(Field(sector, 128), file, "the grain directory"),
            Sector.Offset(Field(sector, 144), file, "the grain tables"),
            Sector.Offset(Field(sector, 192), file, "the grains"));
        var coverage = (long)header.EntriesPerTable * header.GrainLength;
        var needed = (ulong)((header.Capacity + coverage - 1) / coverage * header.EntryWidth + Sector.Size - 1) / Sector.Size;
        Require(Field(sector, 136) >= needed, $"the grain directory has {Field(sector, 136)} sectors, but the capacity needs {needed}", file);

        file.Read(sector, Sector.Offset(Field(sector, 80), file, "the volatile header"));
        Require(Field(sector, 0) == VolatileMagic, "the volatile header does not start with CAFECAFE", file);
        return Field(sector, 24) == 0
            ? header
            : throw new V2KException(
                "the seSparse extent has a journal that was not replayed: the virtual machine is running, or its host crashed",
                "Shut the virtual machine down, or start and stop it once in VMware",
                file.Path);
    }

    /// <inheritdoc/>
    public long? TablePosition(ulong entry, DiskFile file) => (entry >> 32) switch
    {
        0x1000_0000 => Place(_tables, entry & uint.MaxValue, TableSectors, file, "grain table"),
        _ when entry == 0 => null,
        _ => throw new V2KException($"the grain directory entry {entry:x} is not known", Damaged, file.Path),
    };

    /// <inheritdoc/>
    public Grain Decode(ulong entry, DiskFile file) => (entry >> 60) switch
    {
        0 when entry == 0 => new Grain(RunKind.Unallocated),

        // Unmapped by the guest, or written with zeroes.
        1 or 2 => new Grain(RunKind.Zero),

        // The number's lowest twelve bits stand at the top, below the type.
        3 => new Grain(
            RunKind.Data,
            Place(_grains, ((entry >> 48) & 0xFFF) | ((entry & 0xFFFF_FFFF_FFFF) << 12), GrainSectors, file, "grain")),
        _ => throw new V2KException($"the grain table entry {entry:x} is not known", Damaged, file.Path),
    };

    private static long Place(long start, ulong number, ulong sectors, DiskFile file, string what)
    {
        var length = (long)sectors * Sector.Size;
        return number <= (ulong)(file.Size / length)
            ? start + (long)number * length
            : throw new V2KException(
                $"{what} {number} cannot lie in a file of {file.Size} bytes", "The file is truncated or damaged: copy it again from the datastore", file.Path);
    }

    private static ulong Field(ReadOnlySpan<byte> sector, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(sector[offset..]);

    private static void Require(bool condition, string what, DiskFile file)
    {
        if (!condition)
        {
            throw new V2KException(what, Damaged, file.Path);
        }
    }
}
