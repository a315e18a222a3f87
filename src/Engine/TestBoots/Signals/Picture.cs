using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>Turns QEMU's screenshot into what a browser shows.</summary>
public static class Picture
{
    private const int BytesPerPixel = 3;
    private const int LargestSide = 16384;

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>PNG (RFC 2083) out of a portable pixmap of kind P6; what is PNG already stays as it is.</summary>
    /// <returns>Null where it is neither.</returns>
    public static byte[]? ToPng(ReadOnlySpan<byte> picture)
    {
        if (picture.StartsWith(PngSignature))
        {
            return picture.ToArray();
        }

        // "P6\n720 400\n255\n", then red, green and blue for each pixel.
        Span<Range> words = stackalloc Range[4];
        if (!picture.StartsWith("P6"u8) || Header(picture, words) is not { } start
            || Number(picture[words[1]]) is not (> 0 and <= LargestSide and var width)
            || Number(picture[words[2]]) is not (> 0 and <= LargestSide and var height)
            || Number(picture[words[3]]) != 255
            || picture.Length - start < (long)width * height * BytesPerPixel)
        {
            return null;
        }

        using var png = new MemoryStream();
        png.Write(PngSignature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 2;
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, Compress(picture[start..], width * BytesPerPixel, height));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static int? Header(ReadOnlySpan<byte> picture, Span<Range> words)
    {
        var at = 0;
        for (var word = 0; word < words.Length; word++)
        {
            var length = picture[at..].IndexOfAny(" \t\r\n"u8);
            if (length <= 0)
            {
                return null;
            }

            words[word] = at..(at + length);
            at += length + 1;
        }

        return at;
    }

    private static int Number(ReadOnlySpan<byte> digits) =>
        int.TryParse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(pixels.Slice(row * stride, stride));
            }
        }

        return compressed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        var check = new Crc32();
        check.Append(type);
        check.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, check.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
