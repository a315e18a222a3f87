using System.Globalization;
using System.Text;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// The addition as it stands behind an image: zeroes, which the kernel skips, up to a full block; the archive; and a last
/// block, itself an archive of one small file, that says where the image ended before. A second run finds it there and replaces
/// the addition instead of adding another.
/// </summary>
public static class AppendedArchive
{
    /// <summary>The length of the last block, and what the whole file's length is a multiple of.</summary>
    public const int BlockSize = 512;

    /// <summary>The LZ4 decompressor of Linux 5.9 and later ends at a zero length: at least one must be there.</summary>
    private const int MinimumZeroes = 8;

    private const string NoteName = "v2k-addition";
    private const string NoteStart = "This initramfs was extended by V2K. Original length: ";

    /// <summary>What to write at the end of an image of <paramref name="length"/> bytes.</summary>
    public static byte[] Make(long length, byte[] archive)
    {
        using var result = new MemoryStream();
        result.SetLength(MinimumZeroes + (-(length + MinimumZeroes) & (BlockSize - 1)));
        result.Position = result.Length;
        result.Write(archive);
        result.SetLength(result.Length + (-result.Length - length & (BlockSize - 1)));
        result.Position = result.Length;
        var note = CpioWriter.Write(
            [CpioEntry.File(NoteName, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{NoteStart}{length}\n")))]);
        result.Write(note);
        result.Write(new byte[BlockSize - note.Length]);
        return result.ToArray();
    }

    /// <summary>Where the image ends that an addition stands behind; the file's own end where there is no addition.</summary>
    public static long OriginalLength(Stream file)
    {
        if (file.Length < BlockSize * 2 || file.Length % BlockSize != 0)
        {
            return file.Length;
        }

        file.Position = file.Length - BlockSize;
        var block = new byte[BlockSize];
        file.ReadExactly(block);
        try
        {
            using var stream = new MemoryStream(block);
            return new CpioReader(stream).Read((_, _) => true).FirstOrDefault() is { Name: NoteName } note
                && Encoding.ASCII.GetString(note.Content.Span) is var text
                && text.StartsWith(NoteStart, StringComparison.Ordinal)
                && long.TryParse(text.AsSpan(NoteStart.Length).TrimEnd('\n'), CultureInfo.InvariantCulture, out var length)
                && length > 0
                && length < file.Length
                ? length
                : file.Length;
        }
        catch (InvalidDataException)
        {
            return file.Length;
        }
    }
}
