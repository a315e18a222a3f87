using System.Numerics;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// Writes a qcow2 image from front to back: a cluster for the header, the L1 table, then data clusters, L2 tables and refcount blocks as they
/// come, last the refcount table; the header comes very last, so an unfinished file is no image. Compressed clusters are packed wherever a byte is free in the
/// last cluster that holds some; a cluster of the file then counts as often as compressed ones touch it.
/// </summary>
internal sealed class Qcow2Writer : IDiskWriter
{
    private readonly TargetFile _target;
    private readonly long _virtualSize;
    private readonly Compression _compression;
    private readonly int _clusterLength;
    private readonly long _coverage;
    private readonly L1Table _l1;
    private readonly SortedDictionary<long, L2Table> _open = [];
    private readonly RefcountBlocks _refcounts;
    private readonly Lock _gate = new();

    /// <summary>The end of what is allocated, in bytes; a multiple of the cluster size.</summary>
    private long _end;

    /// <summary>Where the last compressed cluster ends, in bytes; what is left of that cluster of the file is free.</summary>
    private long _packEnd;

    /// <summary>Lays out an image of <paramref name="virtualSize"/> bytes in <paramref name="target"/>.</summary>
    /// <param name="target">The file.</param>
    /// <param name="virtualSize">The size of the disk, in bytes.</param>
    /// <param name="clusterLength">The cluster size, in bytes.</param>
    /// <param name="compression">How what is put is compressed.</param>
    /// <param name="state">What an earlier writer has saved; its <see cref="LayoutState.End"/> is 0 for a new image.</param>
    internal Qcow2Writer(TargetFile target, long virtualSize, int clusterLength, Compression compression, LayoutState state)
    {
        _target = target;
        _virtualSize = virtualSize;
        _compression = compression;
        _clusterLength = clusterLength;
        var entries = Qcow2Layout.L1Entries(virtualSize, clusterLength);
        _coverage = Qcow2Layout.Coverage(clusterLength);
        _refcounts = new RefcountBlocks(target, clusterLength);
        if (state.End > 0)
        {
            (_end, _packEnd) = (state.End, state.PackEnd);
            _l1 = new L1Table(state.L1);
            foreach (var (index, bytes) in state.OpenTables)
            {
                _open.Add(index, new L2Table(bytes));
            }

            _refcounts.Restore(state.Refcounts, state.OpenRefcounts);
        }
        else
        {
            _l1 = new L1Table(entries);
            Allocate(_clusterLength + L1Table.Length(entries));
        }

        // What was written behind the checkpoint is written again.
        target.SetLength(_end);
    }

    /// <inheritdoc/>
    public int Granule => _clusterLength;

    /// <inheritdoc/>
    public IContentSink OpenSink() =>
        _compression is Compression.None ? new PlainSink(_target, this) : new CompressingSink(_target, this, _compression);

    /// <inheritdoc/>
    public long Place(long offset, long length)
    {
        lock (_gate)
        {
            var position = Allocate(length);
            for (var done = 0L; done < length; done += _clusterLength)
            {
                TableAt(offset + done).Map(IndexOf(offset + done), position + done);
            }

            return position;
        }
    }

    /// <summary>Gives compressed clusters, one behind the other on the virtual disk, their place, one behind the other in the file. Safe for any number of threads.</summary>
    /// <param name="offset">Where the first is on the virtual disk.</param>
    /// <param name="lengths">The compressed length of each, in bytes.</param>
    /// <param name="total">Their sum.</param>
    /// <returns>The first byte of the place; it may be in the middle of a cluster.</returns>
    internal long PlacePacked(long offset, IReadOnlyList<int> lengths, int total)
    {
        lock (_gate)
        {
            var position = HasRoom(total, lengths.Count) ? _packEnd : _end;
            _end = Math.Max(_end, RoundUp(position + total));
            _packEnd = position;
            foreach (var length in lengths)
            {
                var first = _packEnd / _clusterLength;
                _refcounts.Use(first, (_packEnd + length - 1) / _clusterLength - first + 1);
                TableAt(offset).MapCompressed(IndexOf(offset), _packEnd, length, BitOperations.Log2((uint)_clusterLength));
                _packEnd += length;
                offset += _clusterLength;
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
                _l1.Map(index, position);
                _open.Remove(index);
            }

            var pack = _packEnd % _clusterLength == 0 ? long.MaxValue : _packEnd / _clusterLength;
            _refcounts.Settle(Math.Min(pack, _end / _clusterLength), () => Allocate(_clusterLength));
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        Settle(long.MaxValue);
        var (tablePosition, tableClusters) = _refcounts.Complete(_end);

        var l1 = new byte[RoundUp(_l1.Bytes.Length)];
        _l1.Bytes.CopyTo(l1);
        _target.Write(l1, _clusterLength);

        var header = new byte[_clusterLength];
        new Qcow2Header(
            BitOperations.Log2((uint)_clusterLength),
            _virtualSize,
            _l1.Entries,
            _clusterLength,
            tablePosition,
            tableClusters,
            _compression is Compression.Zstd).WriteTo(header);
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
                _end, _l1.Bytes.ToArray(), _open.ToDictionary(open => open.Key, open => open.Value.Bytes.ToArray()))
            {
                PackEnd = _packEnd,
                Refcounts = [.. _refcounts.Written],
                OpenRefcounts = _refcounts.Open,
            };
        }
    }

    /// <summary>Whether so many bytes more can follow the last compressed cluster.</summary>
    private bool HasRoom(int length, int clusters)
    {
        var room = RoundUp(_packEnd) - _packEnd;
        return room > 0
            && (length <= room || RoundUp(_packEnd) == _end)
            && _refcounts[_packEnd / _clusterLength] + clusters <= RefcountBlocks.Maximum;
    }

    private long IndexOf(long offset) => offset % _coverage / _clusterLength;

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

    /// <summary>Takes as many clusters as hold <paramref name="length"/> bytes, for one use.</summary>
    private long Allocate(long length)
    {
        var position = _end;
        _end += RoundUp(length);
        _refcounts.Use(position / _clusterLength, (_end - position) / _clusterLength);
        return position;
    }

    private long RoundUp(long length) => Qcow2Layout.RoundUp(length, _clusterLength);
}
