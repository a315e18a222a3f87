using System.Buffers.Binary;
using V2K.Engine.Disks.Qcow2;

namespace V2K.Engine.Disks.Verifying;

/// <summary>
/// A qcow2 image of version 3 as the engines make them: complete in itself, without internal snapshots in use. L2 tables are read as
/// they are needed.
/// </summary>
internal sealed class Qcow2Content : ITargetContent
{
    private readonly DiskFile _file;
    private readonly Qcow2Header _header;
    private readonly int _clusterLength;
    private readonly long _coverage;
    private readonly L1Table _l1;
    private readonly ThreadLocal<ClusterReader> _compressed;

    /// <summary>Takes over <paramref name="file"/>.</summary>
    /// <exception cref="Rules.V2KException">It is not such an image.</exception>
    internal Qcow2Content(DiskFile file)
    {
        _file = file;
        Span<byte> bytes = stackalloc byte[Qcow2Header.Length];
        file.Read(bytes, 0);
        _header = Qcow2Header.Parse(bytes, file.Path);
        _clusterLength = 1 << _header.ClusterBits;
        _coverage = Qcow2Layout.Coverage(_clusterLength);
        _compressed = new(() => new ClusterReader(file, _clusterLength, _header.IsZstd), trackAllValues: true);
        var length = L1Table.Length(_header.L1Entries);
        file.RequireInside(_header.L1Position, length, "the L1 table");
        if (_header.VirtualSize > _coverage * _header.L1Entries)
        {
            throw Qcow2Header.Unsound("the L1 table is too short for the disk", file.Path);
        }

        var l1 = new byte[length];
        file.Read(l1, _header.L1Position);
        _l1 = new L1Table(l1);
    }

    /// <inheritdoc/>
    public long VirtualSize => _header.VirtualSize;

    /// <inheritdoc/>
    public bool Read(Span<byte> content, long offset)
    {
        var isStored = false;
        Span<byte> entry = stackalloc byte[sizeof(ulong)];
        for (var done = 0; done < content.Length;)
        {
            var at = offset + done;
            var within = (int)(at % _clusterLength);
            var piece = content.Slice(done, Math.Min(content.Length - done, _clusterLength - within));
            done += piece.Length;
            var value = EntryAt(at, entry);
            if (value == 0)
            {
                if (isStored)
                {
                    piece.Clear();
                }

                continue;
            }

            if (!isStored)
            {
                content[..(done - piece.Length)].Clear();
                isStored = true;
            }

            if (L2Table.IsCompressed(value))
            {
                var (start, end) = L2Table.CompressedPlace(value, _header.ClusterBits);
                _compressed.Value!.Read(start, end).Slice(within, piece.Length).CopyTo(piece);
                continue;
            }

            // The last cluster of a disk may be cut short by the end of the file.
            var cluster = L2Table.Place(value);
            var available = (int)Math.Clamp(_file.Size - cluster - within, 0, piece.Length);
            _file.Read(piece[..available], cluster + within);
            piece[available..].Clear();
        }

        return isStored;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var reader in _compressed.Values)
        {
            reader.Dispose();
        }

        _compressed.Dispose();
        _file.Dispose();
    }

    /// <summary>The L2 entry of the cluster at <paramref name="offset"/>; 0 if it reads as zeroes.</summary>
    private ulong EntryAt(long offset, Span<byte> entry)
    {
        var table = _l1[offset / _coverage];
        if (table == 0)
        {
            return 0;
        }

        _file.Read(entry, table + offset % _coverage / _clusterLength * sizeof(ulong));
        var value = BinaryPrimitives.ReadUInt64BigEndian(entry);
        return L2Table.IsCompressed(value) || L2Table.Place(value) != 0 ? value : 0;
    }
}
