using System.Numerics;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// Writes a qcow2 image in which every cluster of the disk has its place from the start: header, L1 table, all L2 tables, refcounts, then the disk as
/// it is, with holes for zeroes. Where anything goes is a matter of arithmetic, so there is nothing to remember; the header comes last.
/// </summary>
internal sealed class MappedQcow2Writer : IDiskWriter
{
    private readonly TargetFile _target;
    private readonly long _virtualSize;
    private readonly int _clusterLength;
    private readonly int _l1Entries;
    private readonly long _l2Position;
    private readonly long _refcountPosition;
    private readonly long _dataPosition;
    private readonly UniformRefcounts _refcounts;

    /// <summary>Lays out an image of <paramref name="virtualSize"/> bytes in <paramref name="target"/>.</summary>
    /// <param name="target">The file.</param>
    /// <param name="virtualSize">The size of the disk, in bytes.</param>
    /// <param name="clusterLength">The cluster size, in bytes.</param>
    /// <param name="isReserved">Whether to reserve all of it on the file system.</param>
    internal MappedQcow2Writer(TargetFile target, long virtualSize, int clusterLength, bool isReserved)
    {
        _target = target;
        _virtualSize = virtualSize;
        _clusterLength = clusterLength;
        _l1Entries = Qcow2Layout.L1Entries(virtualSize, clusterLength);
        _l2Position = _clusterLength + Qcow2Layout.RoundUp(L1Table.Length(_l1Entries), clusterLength);
        _refcountPosition = _l2Position + _l1Entries * (long)clusterLength;
        var data = Qcow2Layout.RoundUp(virtualSize, clusterLength);
        _refcounts = UniformRefcounts.For((_refcountPosition + data) / clusterLength, clusterLength);
        _dataPosition = _refcounts.Clusters * clusterLength - data;
        target.SetLength(_dataPosition + data);
        if (isReserved)
        {
            target.Reserve(0, _dataPosition + data);
        }
    }

    /// <inheritdoc/>
    public int Granule => _clusterLength;

    /// <inheritdoc/>
    public long Place(long offset, long length) => _dataPosition + offset;

    /// <inheritdoc/>
    public IContentSink OpenSink() => new PlainSink(_target, this);

    /// <inheritdoc/>
    public void Settle(long offset)
    {
        // Every cluster has its place from the start.
    }

    /// <inheritdoc/>
    public void Complete()
    {
        WriteTables();
        _refcounts.Write(_target, _refcountPosition);
        var header = new byte[_clusterLength];
        new Qcow2Header(
            BitOperations.Log2((uint)_clusterLength),
            _virtualSize,
            _l1Entries,
            _clusterLength,
            _refcounts.TablePosition(_refcountPosition),
            _refcounts.TableClusters,
            IsZstd: false).WriteTo(header);
        _target.Write(header, 0);
    }

    /// <inheritdoc/>
    public LayoutState Save() => LayoutState.Empty;

    private void WriteTables()
    {
        var l1 = new L1Table(_l1Entries);
        var perTable = L2Table.Entries(_clusterLength);
        var clusters = Qcow2Layout.RoundUp(_virtualSize, _clusterLength) / _clusterLength;
        for (var index = 0; index < _l1Entries; index++)
        {
            var table = new L2Table(new byte[_clusterLength]);
            var first = index * (long)perTable;
            for (var i = 0; i < perTable && first + i < clusters; i++)
            {
                table.Map(i, _dataPosition + (first + i) * _clusterLength);
            }

            var position = _l2Position + index * (long)_clusterLength;
            _target.Write(table.Bytes, position);
            l1.Map(index, position);
        }

        var bytes = new byte[Qcow2Layout.RoundUp(l1.Bytes.Length, _clusterLength)];
        l1.Bytes.CopyTo(bytes);
        _target.Write(bytes, _clusterLength);
    }
}
