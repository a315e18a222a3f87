using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>
/// Compresses clusters and packs those of one call one behind the other, wherever a cluster of the file begins; what does not get smaller is stored
/// as it is.
/// </summary>
internal sealed class CompressingSink : IContentSink
{
    private readonly TargetFile _target;
    private readonly Qcow2Writer _writer;
    private readonly IClusterCodec _codec;
    private readonly int _clusterLength;
    private readonly List<int> _lengths = [];

    /// <summary>The last cluster of a disk, filled up with zeroes.</summary>
    private readonly byte[] _padded;

    private byte[] _pack;

    /// <summary>Puts clusters into <paramref name="target"/>, where <paramref name="writer"/> says.</summary>
    internal CompressingSink(TargetFile target, Qcow2Writer writer, Compression compression)
    {
        _target = target;
        _writer = writer;
        _codec = IClusterCodec.For(compression);
        _clusterLength = writer.Granule;
        _padded = new byte[_clusterLength];
        _pack = new byte[_clusterLength];
    }

    /// <inheritdoc/>
    public void Put(long offset, ReadOnlySpan<byte> content)
    {
        var packed = 0;
        var first = offset;
        if (_pack.Length < content.Length + _clusterLength)
        {
            _pack = new byte[content.Length + _clusterLength];
        }

        for (var at = offset; !content.IsEmpty; at += _clusterLength)
        {
            var cluster = content[..Math.Min(_clusterLength, content.Length)];
            content = content[cluster.Length..];

            // A byte less than a cluster, or it is not worth it.
            var length = _codec.Compress(Whole(cluster), _pack.AsSpan(packed, _clusterLength - 1));
            if (length > 0)
            {
                _lengths.Add(length);
                packed += length;
                continue;
            }

            Flush(first, packed);
            _target.Write(cluster, _writer.Place(at, cluster.Length));
            (packed, first) = (0, at + _clusterLength);
        }

        Flush(first, packed);
    }

    /// <inheritdoc/>
    public void Dispose() => _codec.Dispose();

    private void Flush(long first, int packed)
    {
        if (packed > 0)
        {
            _target.Write(_pack.AsSpan(0, packed), _writer.PlacePacked(first, _lengths, packed));
            _lengths.Clear();
        }
    }

    private ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> cluster)
    {
        if (cluster.Length == _clusterLength)
        {
            return cluster;
        }

        cluster.CopyTo(_padded);
        _padded.AsSpan(cluster.Length).Clear();
        return _padded;
    }
}
