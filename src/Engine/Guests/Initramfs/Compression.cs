using System.IO.Compression;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;
using ZstdSharp;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>The compressions of initramfs images and kernel modules, told apart by their first bytes as the kernel does.</summary>
internal static class Compression
{
    /// <summary>Larger than any initramfs or module that boots.</summary>
    private const long MaximumLength = 4L << 30;

    /// <summary>How many bytes <see cref="Open"/> wants to see.</summary>
    internal const int MagicLength = 6;

    /// <summary>The content of <paramref name="source"/>, which stands at <paramref name="start"/>; null for a compression that is not known. The source stays open.</summary>
    internal static Stream? Open(ReadOnlySpan<byte> start, Stream source)
    {
        source = new BorrowedStream(source);
        Stream? content = start switch
        {
            [0x1F, 0x8B, ..] => new GZipStream(source, CompressionMode.Decompress),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => new DecompressionStream(source),
            [0x02, 0x21, 0x4C, 0x18, ..] => new Lz4LegacyStream(source),
            [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, ..] => new XZStream(source),
            [0x42, 0x5A, 0x68, ..] => BZip2Stream.Create(source, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: false),
            _ => null,
        };
        return content is null ? null : new LimitedStream(content, MaximumLength);
    }

    /// <summary>All of a kernel module that may be compressed.</summary>
    internal static byte[] Decompress(byte[] content)
    {
        using var opened = Open(content, new MemoryStream(content));
        if (opened is null)
        {
            return content;
        }

        using var result = new MemoryStream();
        opened.CopyTo(result);
        return result.ToArray();
    }
}
