using System.Buffers.Binary;
using System.Text;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>
/// The 512 bytes before each member of a tar archive. Numbers are octal digits, ended by a space or NUL; GNU tar writes what does not fit as a
/// big-endian number of the whole field, the top bit set. (POSIX.1-2017, pax, ustar Interchange Format; GNU tar, Basic Tar Format.)
/// <code>
///   0 name 100   124 size 12   148 chksum 8   257 magic "ustar"
///              156 typeflag 1  345 prefix 155    482 isextended 1 (GNU tar, of a file without its holes)
/// </code>
/// </summary>
/// <param name="Name">prefix and name, as far as this header holds them.</param>
/// <param name="Length">Bytes of the member's data, which follow, filled up to a multiple of 512.</param>
/// <param name="Type">What the member is.</param>
/// <param name="HasMoreHoles">Whether its data are preceded by more of the list of its holes, which they do not count as theirs.</param>
internal sealed record TarHeader(string Name, long Length, TarType Type, bool HasMoreHoles)
{
    /// <summary>The unit of the archive, in bytes.</summary>
    internal const int BlockLength = 512;

    private const string Damaged = "The archive is damaged: copy it again";

    /// <summary>Reads and checks a header.</summary>
    /// <param name="block">Its <see cref="BlockLength"/> bytes.</param>
    /// <param name="file">The archive.</param>
    /// <param name="position">Where in it, for messages.</param>
    internal static TarHeader Parse(ReadOnlySpan<byte> block, string file, long position)
    {
        var sum = 0;
        for (var i = 0; i < BlockLength; i++)
        {
            // The checksum counts its own field as spaces.
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        }

        if (Number(block.Slice(148, 8)) != sum)
        {
            throw new V2KException($"at byte {position}, the tar header is missing or its checksum is wrong", Damaged, file);
        }

        var length = Number(block.Slice(124, 12));
        if (length is not >= 0)
        {
            throw new V2KException($"at byte {position}, a tar header gives no length", Damaged, file);
        }

        var type = block[156] switch
        {
            (byte)'0' or (byte)'7' or 0 => TarType.File,
            (byte)'S' => TarType.SparseFile,
            (byte)'x' => TarType.PaxHeader,
            (byte)'L' => TarType.LongName,
            _ => TarType.Other,
        };
        var name = Text(block[..100]);
        var prefix = block.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Text(block.Slice(345, 155)) : "";

        // Links have a length that says nothing: no data follow them.
        var isLink = block[156] is (byte)'1' or (byte)'2';
        return new TarHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, isLink ? 0 : length.Value, type, type is TarType.SparseFile && block[482] != 0);
    }

    /// <summary>The text up to the first NUL, in UTF-8.</summary>
    internal static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static long? Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            // The low 64 bits; a number that needs more is no length.
            var high = field[..^sizeof(long)];
            return field[0] == 0x80 && !high[1..].ContainsAnyExcept((byte)0) ? BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]) : null;
        }

        var number = 0L;
        foreach (var c in Text(field).Trim())
        {
            if (c is < '0' or > '7')
            {
                return null;
            }

            number = number * 8 + (c - '0');
        }

        return number;
    }
}

/// <summary>What a member of a tar archive is, as far as that matters to a reader of disks.</summary>
internal enum TarType
{
    /// <summary>Something without data for us: a folder, a link, a global header.</summary>
    Other,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A file whose holes GNU tar left out.</summary>
    SparseFile,

    /// <summary>Records about the next member: pax's <c>path</c> and <c>size</c>.</summary>
    PaxHeader,

    /// <summary>The name of the next member, from GNU tar.</summary>
    LongName,
}
