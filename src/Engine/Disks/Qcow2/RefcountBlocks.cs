using System.Buffers.Binary;
using System.Runtime.InteropServices;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// The refcounts of an image that is written from front to back: blocks of big-endian u16, one a cluster of the file, and the table that lists the
/// blocks. A block is written as soon as no cluster that it counts can be used again; it takes a cluster itself, which is counted too.
/// (QEMU's docs/interop/qcow2.txt, Host cluster management.)
/// </summary>
/// <param name="target">The file.</param>
/// <param name="clusterLength">Bytes of a cluster.</param>
internal sealed class RefcountBlocks(TargetFile target, int clusterLength)
{
    /// <summary>The highest count of 16 bits.</summary>
    internal const int Maximum = ushort.MaxValue;

    private readonly int _perBlock = clusterLength / sizeof(ushort);
    private readonly List<long> _written = [];
    private readonly SortedDictionary<long, ushort[]> _open = [];

    /// <summary>Where the blocks that are already in the file stand.</summary>
    internal IReadOnlyList<long> Written => _written;

    /// <summary>The blocks that are not, by index, in the machine's byte order.</summary>
    internal Dictionary<long, byte[]> Open => _open.ToDictionary(open => open.Key, open => MemoryMarshal.AsBytes(open.Value.AsSpan()).ToArray());

    /// <summary>Resumes with <see cref="Written"/> and <see cref="Open"/> of the checkpoint.</summary>
    internal void Restore(IReadOnlyList<long> written, IReadOnlyDictionary<long, byte[]> open)
    {
        _written.AddRange(written);
        foreach (var (index, bytes) in open)
        {
            _open.Add(index, MemoryMarshal.Cast<byte, ushort>(bytes).ToArray());
        }
    }

    /// <summary>How often <paramref name="cluster"/> is used so far; it has not been written yet.</summary>
    internal int this[long cluster] => BlockOf(cluster)[cluster % _perBlock];

    /// <summary>Counts one more use of each of <paramref name="count"/> clusters.</summary>
    internal void Use(long cluster, long count)
    {
        for (var end = cluster + count; cluster < end; cluster++)
        {
            BlockOf(cluster)[cluster % _perBlock]++;
        }
    }

    /// <summary>Writes every block that only counts clusters before <paramref name="cluster"/>.</summary>
    /// <param name="cluster">No cluster before it will be used again.</param>
    /// <param name="allocate">Takes a cluster at the end of the file, and gives the byte where it starts.</param>
    internal void Settle(long cluster, Func<long> allocate)
    {
        while (_open.Count > 0 && _open.First() is var (index, block) && (index + 1) * _perBlock <= cluster)
        {
            var position = allocate();
            Write(block, position);
            _written.Add(position);
            _open.Remove(index);
        }
    }

    /// <summary>Writes the remaining blocks and the table from byte <paramref name="end"/> on, and counts them.</summary>
    /// <param name="end">The end of everything else: a multiple of a cluster.</param>
    /// <returns>Where the table is, and how many clusters it takes.</returns>
    internal (long Position, int Clusters) Complete(long end)
    {
        var used = end / clusterLength;
        var (blocks, table) = (0L, 0L);
        while (true)
        {
            // What is added must be counted, for which more may have to be added.
            var total = used + blocks + table;
            var needed = (total + _perBlock - 1) / _perBlock - _written.Count;
            var neededTable = ((needed + _written.Count) * sizeof(ulong) + clusterLength - 1) / clusterLength;
            if ((needed, neededTable) == (blocks, table))
            {
                break;
            }

            (blocks, table) = (needed, neededTable);
        }

        Use(used, blocks + table);
        for (var i = 0L; i < blocks; i++)
        {
            Write(BlockOf((long)_written.Count * _perBlock), end + i * clusterLength);
            _written.Add(end + i * clusterLength);
        }

        var position = end + blocks * clusterLength;
        var bytes = new byte[table * clusterLength];
        for (var i = 0; i < _written.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)), _written[i]);
        }

        target.Write(bytes, position);
        return (position, (int)table);
    }

    private ushort[] BlockOf(long cluster)
    {
        var index = cluster / _perBlock;
        if (!_open.TryGetValue(index, out var block))
        {
            block = new ushort[_perBlock];
            _open.Add(index, block);
        }

        return block;
    }

    private void Write(ushort[] block, long position)
    {
        var bytes = new byte[clusterLength];
        for (var i = 0; i < block.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(i * sizeof(ushort)), block[i]);
        }

        target.Write(bytes, position);
    }
}
