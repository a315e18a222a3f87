using System.Buffers.Binary;
using System.Text;

namespace V2K.Engine.Ovf;

/// <summary>
/// An ISO image with one file in its root, in ISO 9660 and, for names as they are, in Joliet: what DSP0243 asks of the transport "iso". The same file gives
/// the same image, byte for byte. (ECMA-119, 2nd edition; Joliet Specification 1.0.)
/// </summary>
internal static class IsoImage
{
    private const int Block = 2048;
    private const int FirstDescriptor = 16;
    private const int PathTableLength = 10;
    private const int FirstFile = 25;

    /// <summary>Where path tables and root lie: of ISO 9660, then of Joliet.</summary>
    private static readonly Volume[] Volumes =
    [
        new(Type: 1, LittlePaths: 19, BigPaths: 20, Root: 23, Encoding.ASCII, ""),
        new(Type: 2, LittlePaths: 21, BigPaths: 22, Root: 24, Encoding.BigEndianUnicode, "%/E"),
    ];

    /// <summary>Makes the image.</summary>
    /// <param name="label">The volume's name, at most 16 letters.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="content">Its content.</param>
    internal static byte[] Make(string label, string name, byte[] content)
    {
        var blocks = FirstFile + ((content.Length + Block - 1) / Block);
        var image = new byte[blocks * Block];
        foreach (var volume in Volumes)
        {
            WriteDescriptor(image.AsSpan((FirstDescriptor + volume.Type - 1) * Block, Block), volume, label, blocks);
            WritePathTable(image.AsSpan(volume.LittlePaths * Block), volume.Root, isBig: false);
            WritePathTable(image.AsSpan(volume.BigPaths * Block), volume.Root, isBig: true);
            var root = image.AsSpan(volume.Root * Block, Block);
            var at = WriteRecord(root, [0], volume.Root, Block, isFolder: true);
            at += WriteRecord(root[at..], [1], volume.Root, Block, isFolder: true);
            WriteRecord(root[at..], volume.Encoding.GetBytes(volume.Type == 1 ? name.ToUpperInvariant() + ";1" : name), FirstFile, content.Length, isFolder: false);
        }

        var end = image.AsSpan((FirstDescriptor + Volumes.Length) * Block);
        end[0] = 0xFF;
        "CD001"u8.CopyTo(end[1..]);
        end[6] = 1;
        content.CopyTo(image, FirstFile * Block);
        return image;
    }

    private static void WriteDescriptor(Span<byte> at, Volume volume, string label, int blocks)
    {
        at[0] = volume.Type;
        "CD001"u8.CopyTo(at[1..]);
        at[6] = 1;
        Fill(at.Slice(8, 32), "", volume.Encoding);
        Fill(at.Slice(40, 32), label, volume.Encoding);
        Both(at[80..], blocks);
        Encoding.ASCII.GetBytes(volume.Escape, at[88..]);
        Both16(at[120..], 1);
        Both16(at[124..], 1);
        Both16(at[128..], Block);
        Both(at[132..], PathTableLength);
        BinaryPrimitives.WriteInt32LittleEndian(at[140..], volume.LittlePaths);
        BinaryPrimitives.WriteInt32BigEndian(at[148..], volume.BigPaths);
        WriteRecord(at[156..], [0], volume.Root, Block, isFolder: true);
        Fill(at.Slice(190, 623), "", volume.Encoding);
        for (var date = 813; date < 881; date += 17)
        {
            // Not specified.
            at.Slice(date, 16).Fill((byte)'0');
        }

        at[881] = 1;
    }

    private static void WritePathTable(Span<byte> at, int root, bool isBig)
    {
        at[0] = 1;
        if (isBig)
        {
            BinaryPrimitives.WriteInt32BigEndian(at[2..], root);
            BinaryPrimitives.WriteInt16BigEndian(at[6..], 1);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(at[2..], root);
            BinaryPrimitives.WriteInt16LittleEndian(at[6..], 1);
        }
    }

    private static int WriteRecord(Span<byte> at, ReadOnlySpan<byte> name, int block, int length, bool isFolder)
    {
        var size = (33 + name.Length + 1) & ~1;
        at[0] = (byte)size;
        Both(at[2..], block);
        Both(at[10..], length);
        at[25] = (byte)(isFolder ? 2 : 0);
        Both16(at[28..], 1);
        at[32] = (byte)name.Length;
        name.CopyTo(at[33..]);
        return size;
    }

    private static void Fill(Span<byte> at, string text, Encoding encoding)
    {
        var padded = encoding.GetBytes(text.PadRight(at.Length));
        padded.AsSpan(0, at.Length).CopyTo(at);
    }

    private static void Both(Span<byte> at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(at, value);
        BinaryPrimitives.WriteInt32BigEndian(at[4..], value);
    }

    private static void Both16(Span<byte> at, short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(at, value);
        BinaryPrimitives.WriteInt16BigEndian(at[2..], value);
    }

    private sealed record Volume(byte Type, int LittlePaths, int BigPaths, int Root, Encoding Encoding, string Escape);
}
