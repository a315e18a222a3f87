using System.Buffers.Binary;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// An L2 table: one cluster of big-endian u64 entries, one for each guest cluster; 0 for one that is not stored.
/// (QEMU's docs/interop/qcow2.txt, Cluster mapping.)
/// <code>
///  stored      bit 63 used once    bits 55 to 9 the place, in bytes of the file    bit 0 reads as zeroes all the same
///  compressed  bit 62              bits 61 to x how many sectors it touches behind the first    bits x-1 to 0 the byte where it starts
/// </code>
/// where x = 62 - (cluster bits - 8).
/// </summary>
/// <param name="bytes">The table as it stands in the file: a cluster.</param>
internal sealed class L2Table(byte[] bytes)
{
    /// <summary>L2E_OFFSET_MASK: bits 9 to 55.</summary>
    private const ulong OffsetMask = 0x00FF_FFFF_FFFF_FE00;

    /// <summary>QCOW_OFLAG_ZERO: the cluster reads as zeroes, wherever it stands.</summary>
    private const ulong ReadsAsZeroes = 1;

    /// <summary>QCOW_OFLAG_COPIED, in L1 and L2 entries: the refcount is exactly 1, so the cluster may be written in place.</summary>
    internal const ulong Copied = 1UL << 63;

    /// <summary>QCOW_OFLAG_COMPRESSED, in L2 entries: the cluster is stored compressed. Such an entry is never marked as copied.</summary>
    private const ulong Compressed = 1UL << 62;

    /// <summary>The unit in which an entry says how long compressed data are: bytes.</summary>
    internal const int CompressedSector = 512;

    /// <summary>The table as it stands in the file.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Entries in a table.</summary>
    internal static int Entries(int clusterLength) => clusterLength / sizeof(ulong);

    /// <summary>Says that guest cluster <paramref name="index"/> of this table stands at <paramref name="position"/>.</summary>
    internal void Map(long index, long position) =>
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan((int)index * sizeof(ulong)), Copied | (ulong)position);

    /// <summary>Says that guest cluster <paramref name="index"/> of this table stands compressed at <paramref name="position"/>, both numbers in bytes.</summary>
    internal void MapCompressed(long index, long position, int length, int clusterBits)
    {
        var further = (ulong)((position + length - 1) / CompressedSector - position / CompressedSector);
        BinaryPrimitives.WriteUInt64BigEndian(
            bytes.AsSpan((int)index * sizeof(ulong)), Compressed | (further << LengthShift(clusterBits)) | (ulong)position);
    }

    /// <summary>Whether the cluster of <paramref name="entry"/> is stored compressed.</summary>
    internal static bool IsCompressed(ulong entry) => (entry & Compressed) != 0;

    /// <summary>The byte where the cluster of an <paramref name="entry"/> that is not compressed stands; 0 where it reads as zeroes.</summary>
    internal static long Place(ulong entry) => (entry & ReadsAsZeroes) != 0 ? 0 : (long)(entry & OffsetMask);

    /// <summary>Where a compressed cluster starts, and the end of the last sector that it touches; both are bytes of the file.</summary>
    internal static (long Start, long End) CompressedPlace(ulong entry, int clusterBits)
    {
        var place = entry & (Compressed - 1);
        var start = place & ((1UL << LengthShift(clusterBits)) - 1);
        var sectors = (place >> LengthShift(clusterBits)) + 1;
        return ((long)start, (long)((start / CompressedSector + sectors) * CompressedSector));
    }

    private static int LengthShift(int clusterBits) => 62 - (clusterBits - 8);
}
