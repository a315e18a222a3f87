using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// COWDisk_Header: the first 2048 bytes of ESX's copy-on-write extents (vmfsSparse), which hold what was written since a snapshot.
/// Little-endian; sizes and places are sectors. ("Virtual Disk Format 5.0", ESX Server Sparse Extents.)
/// <code>
///   0 u32 magicNumber "COWD"    8 u32 flags       16 u32 grainSize   24 u32 numGDEntries
///   4 u32 version 1            12 u32 numSectors  20 u32 gdOffset    28 u32 freeSector
/// </code>
/// Entries are u32 sector numbers, 0 for none; a grain table has 4096 of them.
/// </summary>
internal sealed class CowdHeader : IGrainFormat
{
    /// <summary>"COWD".</summary>
    internal const uint Magic = 0x4457_4F43;

    /// <summary>The largest grain that is read: 1 MiB. ESX writes grains of one sector.</summary>
    private const uint MaximumGrainSectors = 2048;

    private const string Damaged = "The file is damaged: copy it again from the datastore";

    private CowdHeader(long capacity, int grainLength, long directoryPosition)
    {
        Capacity = capacity;
        GrainLength = grainLength;
        DirectoryPosition = directoryPosition;
    }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public int GrainLength { get; }

    /// <inheritdoc/>
    public int EntriesPerTable => 4096;

    /// <inheritdoc/>
    public int EntryWidth => sizeof(uint);

    /// <inheritdoc/>
    public long DirectoryPosition { get; }

    /// <summary>Reads and checks the header of <paramref name="file"/>.</summary>
    internal static CowdHeader Read(DiskFile file)
    {
        Span<byte> bytes = stackalloc byte[32];
        file.Read(bytes, 0);
        Require(BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic, "does not start like a vmfsSparse extent (\"COWD\"), which the descriptor says it is", file);
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        Require(version == 1, $"the vmfsSparse extent has version {version}; 1 is known", file);
        var grainSectors = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        Require(
            grainSectors is > 0 and <= MaximumGrainSectors && uint.IsPow2(grainSectors),
            $"a grain has {grainSectors} sectors; powers of two from 1 to {MaximumGrainSectors} are possible",
            file);
        var header = new CowdHeader(
            Sector.Capacity(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), "the vmfsSparse extent", file.Path),
            (int)grainSectors * Sector.Size,
            Sector.Offset(BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]), file, "the grain directory"));
        var coverage = (long)header.EntriesPerTable * header.GrainLength;
        var needed = (header.Capacity + coverage - 1) / coverage;
        var entries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        Require(entries >= needed, $"the grain directory has {entries} entries, but the capacity needs {needed}", file);
        return header;
    }

    /// <inheritdoc/>
    public long? TablePosition(ulong entry, DiskFile file) =>
        entry == 0 ? null : Sector.Offset(entry, file, "a grain table");

    /// <inheritdoc/>
    public Grain Decode(ulong entry, DiskFile file) => entry == 0
        ? new Grain(RunKind.Unallocated)
        : new Grain(RunKind.Data, Sector.Offset(entry, file, "a grain"));

    private static void Require(bool condition, string what, DiskFile file)
    {
        if (!condition)
        {
            throw new V2KException(what, Damaged, file.Path);
        }
    }
}
