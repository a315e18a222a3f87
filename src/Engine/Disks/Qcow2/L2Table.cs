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

    /// <summary>The table as it stands in the file.</summary>
    internal ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Entries in a table.</summary>
    internal static int Entries(int clusterLength) => clusterLength / sizeof(ulong);

    /// <summary>Says that guest cluster <paramref name="index"/> of this table stands at <paramref name="position"/>.</summary>
    internal void Map(long index, long position) =>
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan((int)index * sizeof(ulong)), Copied | (ulong)position);
}
