using System.Buffers.Binary;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// The refcounts of an image in which every cluster is used once: blocks of big-endian u16, one a cluster, and the table that lists the
/// blocks. They count themselves. (QEMU's docs/interop/qcow2.txt, Host cluster management.)
/// </summary>
/// <param name="Clusters">Clusters in the file, blocks and table included.</param>
/// <param name="Blocks">Refcount blocks, one cluster each.</param>
/// <param name="TableClusters">Clusters of the refcount table.</param>
/// <param name="ClusterLength">Bytes of a cluster.</param>
internal sealed record UniformRefcounts(long Clusters, long Blocks, int TableClusters, int ClusterLength)
{
    /// <summary>Works out the refcounts behind <paramref name="used"/> clusters: they need more of themselves until they fit.</summary>
    internal static UniformRefcounts For(long used, int clusterLength)
    {
        var perBlock = clusterLength / sizeof(ushort);
        var perTableCluster = clusterLength / sizeof(ulong);
        var (blocks, table) = (1L, 1L);
        while (true)
        {
            var total = used + blocks + table;
            var needed = (total + perBlock - 1) / perBlock;
            var neededTable = (needed + perTableCluster - 1) / perTableCluster;
            if (needed <= blocks && neededTable <= table)
            {
                return new UniformRefcounts(total, blocks, (int)table, clusterLength);
            }

            (blocks, table) = (Math.Max(blocks, needed), Math.Max(table, neededTable));
        }
    }

    /// <summary>Where the table is if the blocks begin at <paramref name="position"/>: behind them.</summary>
    internal long TablePosition(long position) => position + Blocks * ClusterLength;

    /// <summary>Writes blocks and table from <paramref name="position"/> on.</summary>
    internal void Write(TargetFile target, long position)
    {
        var perBlock = ClusterLength / sizeof(ushort);
        var ones = new byte[ClusterLength];
        for (var i = 0; i < perBlock; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(ones.AsSpan(i * sizeof(ushort)), 1);
        }

        var table = new byte[(long)TableClusters * ClusterLength];
        for (var block = 0L; block < Blocks; block++)
        {
            // Only the last block counts clusters that the file does not have.
            var counted = (int)Math.Clamp(Clusters - block * perBlock, 0, perBlock);
            ones.AsSpan(counted * sizeof(ushort)).Clear();
            target.Write(ones, position + block * ClusterLength);
            BinaryPrimitives.WriteInt64BigEndian(table.AsSpan((int)block * sizeof(ulong)), position + block * ClusterLength);
        }

        target.Write(table, TablePosition(position));
    }
}
