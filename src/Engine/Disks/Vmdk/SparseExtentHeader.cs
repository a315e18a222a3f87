using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// SparseExtentHeader: the first 512 bytes of a hosted sparse extent, and, in a footer, the last but one sector of a stream-optimized
/// one. Little-endian, packed; sizes and places are sectors. ("Virtual Disk Format 5.0", Hosted Sparse Extents.)
/// <code>
///   0 u32 magicNumber "KDMV"   12 u64 capacity          44 u32 numGTEsPerGT   72 u8 uncleanShutdown
///   4 u32 version 1, 2 or 3    20 u64 grainSize         48 u64 rgdOffset      73 u8×4 "\n \r\n"
///   8 u32 flags                28 u64 descriptorOffset  56 u64 gdOffset       77 u16 compressAlgorithm
///                              36 u64 descriptorSize    64 u64 overHead
/// </code>
/// </summary>
/// <param name="Flags">What the extent makes use of.</param>
/// <param name="Capacity">The length of the extent in bytes.</param>
/// <param name="GrainLength">Bytes a grain covers: a power of two.</param>
/// <param name="DescriptorSector">Where the embedded descriptor is; 0 for none.</param>
/// <param name="DescriptorSectors">How long the embedded descriptor is at most.</param>
/// <param name="GrainDirectorySector">Where the grain directory is; <see cref="AtEnd"/> where only the footer knows.</param>
internal sealed record SparseExtentHeader(
    SparseExtentFlags Flags,
    long Capacity,
    int GrainLength,
    ulong DescriptorSector,
    ulong DescriptorSectors,
    ulong GrainDirectorySector)
{
    /// <summary>"KDMV".</summary>
    internal const uint Magic = 0x564D_444B;

    /// <summary>numGTEsPerGT: the specification knows no other number.</summary>
    internal const int EntriesPerTable = 512;

    /// <summary>gdOffset of a stream that was written front to back: the footer has the true one (GD_AT_END).</summary>
    internal const ulong AtEnd = ulong.MaxValue;

    /// <summary>The largest grain that is read: 4 MiB. VMware's products write 64 KiB; a compressed grain is inflated in memory.</summary>
    private const ulong MaximumGrainSectors = 8 * 1024;

    /// <summary>Whether an extent starts with this header's magic number.</summary>
    internal static bool Matches(ReadOnlySpan<byte> sector) => BinaryPrimitives.ReadUInt32LittleEndian(sector) == Magic;

    /// <summary>Reads and checks the header.</summary>
    /// <param name="sector">The 512 bytes; they <see cref="Matches"/>.</param>
    /// <param name="file">Where they are from, for messages.</param>
    internal static SparseExtentHeader Parse(ReadOnlySpan<byte> sector, string file)
    {
        var version = BinaryPrimitives.ReadUInt32LittleEndian(sector[4..]);
        Damage.Require(version is >= 1 and <= 3, $"the sparse extent has version {version}; 1 to 3 are known", file);
        var flags = (SparseExtentFlags)BinaryPrimitives.ReadUInt32LittleEndian(sector[8..]);
        if (flags.HasFlag(SparseExtentFlags.NewLineTest) && !sector[73..77].SequenceEqual("\n \r\n"u8))
        {
            throw new V2KException(
                "the line ends in the header were rewritten: the file was transferred in text mode, which damages disks",
                "Copy it again from the datastore in binary mode",
                file);
        }

        var grainSectors = BinaryPrimitives.ReadUInt64LittleEndian(sector[20..]);
        Damage.Require(
            grainSectors is >= 8 and <= MaximumGrainSectors && ulong.IsPow2(grainSectors),
            $"a grain has {grainSectors} sectors; powers of two from 8 to {MaximumGrainSectors} are possible",
            file);
        var entries = BinaryPrimitives.ReadUInt32LittleEndian(sector[44..]);
        Damage.Require(entries == EntriesPerTable, $"a grain table has {entries} entries; {EntriesPerTable} are possible", file);

        var algorithm = BinaryPrimitives.ReadUInt16LittleEndian(sector[77..]);
        if (flags.HasFlag(SparseExtentFlags.Compressed))
        {
            Damage.Require(algorithm == 1, $"grains are compressed with algorithm {algorithm}; 1 (deflate) is known", file);
            Damage.Require(flags.HasFlag(SparseExtentFlags.Markers), "grains are compressed, but have no markers", file);
        }

        return new SparseExtentHeader(
            flags,
            Sector.Capacity(BinaryPrimitives.ReadUInt64LittleEndian(sector[12..]), "the sparse extent", file),
            (int)grainSectors * Sector.Size,
            BinaryPrimitives.ReadUInt64LittleEndian(sector[28..]),
            BinaryPrimitives.ReadUInt64LittleEndian(sector[36..]),
            BinaryPrimitives.ReadUInt64LittleEndian(sector[56..]));
    }
}
