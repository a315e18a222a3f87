using System.Numerics;
using System.Runtime.InteropServices;
using V2K.Engine.Disks.Copying;
using V2K.Rules;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// Writes a qcow2 image from front to back: a cluster for the header, the L1 table, then data clusters and L2 tables as they come, last the
/// refcounts. Every cluster of the file is used exactly once, so every refcount is 1; the header comes last, so an unfinished
/// file is no image.
/// </summary>
internal sealed class Qcow2Writer : IDiskWriter
{
    /// <summary>The smallest and the largest cluster size, in bytes, that QEMU takes without a warning.</summary>
    internal const int MinimumCluster = 4 * 1024, MaximumCluster = 2 << 20;

    private readonly TargetFile _target;
    private readonly long _virtualSize;
    private readonly int _clusterLength;
    private readonly long _coverage;
    private readonly ulong[] _l1;
    private readonly SortedDictionary<long, L2Table> _open = [];
    private readonly Lock _gate = new();

    /// <summary>The end of what is allocated, in bytes; a multiple of the cluster size.</summary>
    private long _end;

    /// <summary>Lays out an image of <paramref name="virtualSize"/> bytes in <paramref name="target"/>.</summary>
    /// <param name="target">The file.</param>
    /// <param name="virtualSize">The size of the disk, in bytes.</param>
    /// <param name="clusterLength">The cluster size, in bytes.</param>
    /// <param name="state">What an earlier writer has saved; its <see cref="LayoutState.End"/> is 0 for a new image.</param>
    internal Qcow2Writer(TargetFile target, long virtualSize, int clusterLength, LayoutState state)
    {
        if (!BitOperations.IsPow2(clusterLength) || clusterLength is < MinimumCluster or > MaximumCluster)
        {
            throw new V2KException(
                $"{clusterLength} bytes are no qcow2 cluster", $"Choose a power of two from {MinimumCluster} to {MaximumCluster}");
        }

        _target = target;
        _virtualSize = virtualSize;
        _clusterLength = clusterLength;
        _coverage = L2Table.Entries(clusterLength) * (long)clusterLength;
        var entries = (virtualSize + _coverage - 1) / _coverage;
        if (entries > Qcow2Header.MaximumL1Entries)
        {
            throw new V2KException(
                $"a disk of {virtualSize} bytes is too large for clusters of {clusterLength} bytes", "Choose a larger cluster size");
        }

        _l1 = new ulong[entries];
        _end = _clusterLength + RoundUp(entries * sizeof(ulong));
        if (state.End > 0)
        {
            _end = state.End;
            MemoryMarshal.Cast<byte, ulong>(state.L1).CopyTo(_l1);
            foreach (var (index, bytes) in state.OpenTables)
            {
                _open.Add(index, new L2Table(bytes));
            }
        }

        // What was written behind the checkpoint is written again.
        target.SetLength(_end);
    }

    /// <inheritdoc/>
    public int Granule => _clusterLength;

    /// <inheritdoc/>
    public long Place(long offset, long length)
    {
        lock (_gate)
        {
            var position = Allocate(length);
            for (var done = 0L; done < length; done += _clusterLength)
            {
                TableAt(offset + done).Map((offset + done) % _coverage / _clusterLength, position + done);
            }

            return position;
        }
    }

    /// <inheritdoc/>
    public void Settle(long offset)
    {
        lock (_gate)
        {
            while (_open.Count > 0 && _open.First() is var (index, table) && (index + 1) * _coverage <= offset)
            {
                var position = Allocate(_clusterLength);
                _target.Write(table.Bytes, position);
                _l1[index] = L2Table.Copied | (ulong)position;
                _open.Remove(index);
            }
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Settle(long.MaxValue);
        var refcounts = Refcounts.For(_end / _clusterLength, _clusterLength);
        refcounts.Write(_target, _end);

        var l1 = new byte[RoundUp(_l1.Length * sizeof(ulong))];
        BigEndian.Write(_l1, l1);
        _target.Write(l1, _clusterLength);

        var header = new byte[_clusterLength];
        new Qcow2Header(
            BitOperations.Log2((uint)_clusterLength),
            _virtualSize,
            _l1.Length,
            _clusterLength,
            refcounts.TablePosition(_end),
            refcounts.TableClusters).WriteTo(header);
        _target.Write(header, 0);
    }

    /// <inheritdoc/>
    public LayoutState Save()
    {
        lock (_gate)
        {
            // The last cluster may hold less than its length; a file shorter than its layout would be taken for a truncated one.
            _target.SetLength(_end);
            return new LayoutState(
                _end, MemoryMarshal.AsBytes(_l1.AsSpan()).ToArray(), _open.ToDictionary(open => open.Key, open => open.Value.Bytes.ToArray()));
        }
    }

    private L2Table TableAt(long offset)
    {
        var index = offset / _coverage;
        if (!_open.TryGetValue(index, out var table))
        {
            table = new L2Table(new byte[_clusterLength]);
            _open.Add(index, table);
        }

        return table;
    }

    /// <summary>Takes as many clusters as hold <paramref name="length"/> bytes.</summary>
    private long Allocate(long length)
    {
        var position = _end;
        _end += RoundUp(length);
        return position;
    }

    private long RoundUp(long length) => (length + _clusterLength - 1) / _clusterLength * _clusterLength;
}
