using System.Buffers.Binary;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// An L2 table: one cluster of big-endian u64 entries, each the place of a guest cluster in the file; 0 for one that is not stored.
/// (QEMU's docs/interop/qcow2.txt, Cluster mapping.)
/// </summary>
/// <param name="bytes">The table as it stands in the file: a cluster.</param>
internal sealed class L2Table(byte[] bytes)
{
    /// <summary>QCOW_OFLAG_COPIED, in L1 and L2 entries: the refcount is exactly 1, so the cluster may be written in place.</summary>
    internal const ulong Copied = 1UL << 63;

    /// <summary>QCOW_OFLAG_COMPRESSED, in L2 entries: the cluster is stored compressed. Such an entry is never marked as copied.</summary>
    internal const ulong Compressed = 1UL << 62;

    /// <summary>The unit in which an entry says how long compressed data are: bytes.</summary>
    internal const int CompressedSector = 512;

    /// <summary>The table as it stands in the file.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Entries in a table.</summary>
    internal static int Entries(int clusterLength) => clusterLength / sizeof(ulong);

    /// <summary>Says that guest cluster <paramref name="index"/> of this table stands at <paramref name="position"/>.</summary>
    internal void Map(long index, long position) =>
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan((int)index * sizeof(ulong)), Copied | (ulong)position);

    /// <summary>
    /// Says that guest cluster <paramref name="index"/> of this table is compressed: bits 0 to x-1 of the entry are the byte where it starts, bits x to 61 how
    /// many sectors of 512 bytes it touches behind the first; x = 62 - (cluster bits - 8).
    /// </summary>
    internal void MapCompressed(long index, long position, int length, int clusterBits)
    {
        var further = (ulong)((position + length - 1) / CompressedSector - position / CompressedSector);
        BinaryPrimitives.WriteUInt64BigEndian(
            bytes.AsSpan((int)index * sizeof(ulong)), Compressed | (further << LengthShift(clusterBits)) | (ulong)position);
    }

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
