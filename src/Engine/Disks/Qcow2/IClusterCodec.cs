using V2K.Engine.Interop;
using ZstdSharp;

namespace V2K.Engine.Disks.Qcow2;

/// <summary>Compresses single clusters. One for each worker.</summary>
internal interface IClusterCodec : IDisposable
{
    /// <summary>Compresses <paramref name="cluster"/> into <paramref name="target"/>.</summary>
    /// <returns>How many bytes that takes; 0 if they are more than there is room for.</returns>
    int Compress(ReadOnlySpan<byte> cluster, Span<byte> target);

    /// <summary>The codec for <paramref name="compression"/>.</summary>
    static IClusterCodec For(Compression compression) => compression switch
    {
        Compression.Zlib => new ZlibCodec(),
        Compression.Zstd => new ZstdCodec(),
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, message: null),
    };

    /// <summary>Compression type 0: a raw deflate stream (RFC 1951) with a window of 4 KiB.</summary>
    private sealed class ZlibCodec : IClusterCodec
    {
        private readonly Zlib _zlib = new();

        public int Compress(ReadOnlySpan<byte> cluster, Span<byte> target) => _zlib.Compress(cluster, target);

        public void Dispose() => _zlib.Dispose();
    }

    /// <summary>Compression type 1: a Zstandard frame (RFC 8878).</summary>
    private sealed class ZstdCodec : IClusterCodec
    {
        private readonly Compressor _zstd = new();

        public int Compress(ReadOnlySpan<byte> cluster, Span<byte> target) => _zstd.TryWrap(cluster, target, out var length) ? length : 0;

        public void Dispose() => _zstd.Dispose();
    }
}
