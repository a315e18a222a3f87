using System.IO.Compression;
using V2K.Engine.Disks.Qcow2;
using ZstdSharp;

namespace V2K.Engine.Disks.Verifying;

/// <summary>Reads compressed clusters of a qcow2 image. One for each thread: it owns buffers.</summary>
/// <param name="file">The image.</param>
/// <param name="clusterLength">The cluster size, in bytes.</param>
/// <param name="isZstd">Whether they are Zstandard frames; else they are deflated.</param>
internal sealed class ClusterReader(DiskFile file, int clusterLength, bool isZstd) : IDisposable
{
    private readonly byte[] _cluster = new byte[clusterLength];
    private readonly byte[] _stored = new byte[clusterLength + 2 * L2Table.CompressedSector];
    private readonly Decompressor _zstd = new();
    private long _known = -1;

    /// <summary>Reads the cluster between two bytes of the file; what follows its compressed bytes there is another's.</summary>
    /// <returns>Good until the next call.</returns>
    /// <exception cref="Rules.V2KException">It is damaged.</exception>
    internal ReadOnlySpan<byte> Read(long start, long end)
    {
        if (start == _known)
        {
            return _cluster;
        }

        _known = -1;
        var length = (int)Math.Min(Math.Min(end, file.Size) - start, _stored.Length);
        file.RequireInside(start, Math.Max(1, length), "a compressed cluster");
        file.Read(_stored.AsSpan(0, length), start);
        try
        {
            using var memory = new MemoryStream(_stored, 0, length, writable: false);
            using Stream stream = isZstd
                ? new DecompressionStream(memory, _zstd, preserveDecompressor: true)
                : new DeflateStream(memory, CompressionMode.Decompress);
            stream.ReadExactly(_cluster);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw Qcow2Header.Unsound($"a compressed cluster at byte {start} is damaged ({e.Message.TrimEnd('.')})", file.Path);
        }

        _known = start;
        return _cluster;
    }

    /// <inheritdoc/>
    public void Dispose() => _zstd.Dispose();
}
