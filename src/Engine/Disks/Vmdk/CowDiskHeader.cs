using System.Buffers.Binary;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// COWDisk_Header: the first 2048 bytes of ESX's copy-on-write extents (vmfsSparse), which hold what was written since a snapshot; what follows
/// byte 32 is the host's own. Little-endian; sizes and places are sectors. ("Virtual Disk Format 5.0", ESX Server Sparse Extents.)
/// <code>
///   0 u32 magicNumber "COWD"    8 u32 flags       16 u32 grainSize   24 u32 numGDEntries
///   4 u32 version 1            12 u32 numSectors  20 u32 gdOffset    28 u32 freeSector
/// </code>
/// </summary>
/// <param name="Capacity">The length of the extent in bytes.</param>
/// <param name="GrainLength">Bytes a grain covers: a power of two, 512 as ESX writes it.</param>
/// <param name="DirectoryPosition">The byte where the grain directory starts.</param>
internal sealed record CowDiskHeader(long Capacity, int GrainLength, long DirectoryPosition)
{
    /// <summary>"COWD".</summary>
    internal const uint Magic = 0x4457_4F43;

    /// <summary>Entries in a grain table, of which the header says nothing.</summary>
    internal const int EntriesPerTable = 4096;

    /// <summary>The largest grain that is read: 1 MiB. ESX writes grains of one sector.</summary>
    private const uint MaximumGrainSectors = 2048;

    /// <summary>The bytes that matter to a reader.</summary>
    private const int Length = 32;

    /// <summary>Reads and checks the header of <paramref name="file"/>.</summary>
    internal static CowDiskHeader Read(DiskFile file)
    {
        Span<byte> bytes = stackalloc byte[Length];
        file.Read(bytes, 0);
        Damage.Require(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic,
            "does not start like a vmfsSparse extent (\"COWD\"), which the descriptor says it is",
            file.Path);
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        Damage.Require(version == 1, $"the vmfsSparse extent has version {version}; 1 is known", file.Path);
        var grainSectors = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]);
        Damage.Require(
            grainSectors is > 0 and <= MaximumGrainSectors && uint.IsPow2(grainSectors),
            $"a grain has {grainSectors} sectors; powers of two from 1 to {MaximumGrainSectors} are possible",
            file.Path);
        var header = new CowDiskHeader(
            Sector.Capacity(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]), "the vmfsSparse extent", file.Path),
            (int)grainSectors * Sector.Size,
            Sector.Offset(BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]), file, "the grain directory"));
        var coverage = (long)EntriesPerTable * header.GrainLength;
        var needed = (header.Capacity + coverage - 1) / coverage;
        var entries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        Damage.Require(entries >= needed, $"the grain directory has {entries} entries, but the capacity needs {needed}", file.Path);
        return header;
    }
}
