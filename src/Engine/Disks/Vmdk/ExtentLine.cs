using System.Globalization;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// An extent as the descriptor declares it: <c>RW 4192256 SPARSE "web01-s001.vmdk"</c>, <c>RW 63 FLAT "web01-flat.vmdk" 128</c>,
/// <c>RW 1024 ZERO</c>. ("Virtual Disk Format 5.0", The Extent Description.) Behind the position of a partition of a device
/// come the partition's UUID and the device's identifier, <c>RW 63 FLAT "web01-pt.vmdk" 0 "0f1e" "ATA_1"</c>; neither says
/// where bytes are.
/// </summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Type">How it is stored.</param>
/// <param name="FileName">The file, as VMware spells it; empty for <see cref="ExtentType.Zero"/>.</param>
/// <param name="Position">Flat only: where in the file it starts, in bytes.</param>
internal sealed record ExtentLine(long Length, ExtentType Type, string FileName, long Position)
{
    /// <summary>Whether <paramref name="line"/> is an extent's: it starts with an access mode.</summary>
    internal static bool Matches(string line) =>
        FirstWord(line) is var word
        && (Is(word, "RW") || Is(word, "RDONLY") || Is(word, "NOACCESS"));

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line, trimmed; <see cref="Matches"/> it.</param>
    /// <param name="file">The descriptor's file and</param>
    /// <param name="number">the line's number in it, for messages.</param>
    internal static ExtentLine Parse(string line, string file, int number)
    {
        var quote = line.IndexOf('"', StringComparison.Ordinal);
        var words = (quote < 0 ? line : line[..quote]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 3 || !ulong.TryParse(words[1], NumberStyles.None, null, out var sectors))
        {
            throw Malformed("is not an access mode, a number of sectors and a type");
        }

        if (Is(words[0], "NOACCESS"))
        {
            throw new V2KException(
                "the extent is marked NOACCESS: its content is not part of this disk",
                "Convert the disk that it belongs to", file, number);
        }

        var type = ParseType(words[2], file, number);
        var length = Sector.Capacity(sectors, "the extent", file);
        if (type is ExtentType.Zero)
        {
            return new ExtentLine(length, type, "", 0);
        }

        if (quote < 0 || line.IndexOf('"', quote + 1) <= quote + 1)
        {
            throw Malformed("names no file");
        }

        var (name, position) = NameAndPosition(line[(quote + 1)..])
            ?? throw Malformed("has something other than a number, a partition's UUID and a device's identifier after the file name");
        ulong start = 0;
        if (position.Length > 0 && !ulong.TryParse(position, NumberStyles.None, null, out start))
        {
            throw Malformed("has something other than a number after the file name");
        }

        return start <= Sector.MaximumCapacity / Sector.Size
            ? new ExtentLine(length, type, name, (long)start * Sector.Size)
            : throw Malformed($"starts at sector {start} of its file");

        V2KException Malformed(string what) => new($"the extent \"{Printable.Excerpt(line)}\" {what}", VmdkDescriptor.Damaged, file, number);
    }

    /// <summary>
    /// The name ends at the first quote behind which only what may follow a name is left: a name may hold quotes itself, by
    /// themselves or behind a backslash.
    /// </summary>
    private static (string Name, string Position)? NameAndPosition(string rest)
    {
        for (var end = rest.IndexOf('"', StringComparison.Ordinal); end >= 0; end = rest.IndexOf('"', end + 1))
        {
            if (PositionIn(rest.AsSpan(end + 1)) is { } position)
            {
                return (rest[..end].Replace("\\\"", "\"", StringComparison.Ordinal), position);
            }
        }

        return null;
    }

    /// <summary>
    /// The position that stands before a partition's UUID and a device's identifier, each of which may be missing, the latter two
    /// in quotes or not; empty where there is none, and null where <paramref name="behind"/> is something else. Values that a version of VMware
    /// may put behind these say nothing of where bytes are, either.
    /// </summary>
    private static string? PositionIn(ReadOnlySpan<char> behind)
    {
        const int Most = 16;
        var position = "";
        for (var count = 0; ; count++)
        {
            var value = behind.TrimStart();
            if (value.IsEmpty)
            {
                return position;
            }

            if (count == Most || value.Length == behind.Length)
            {
                return null;
            }

            if (value[0] == '"')
            {
                var closing = value[1..].IndexOf('"');
                if (closing < 0)
                {
                    return null;
                }

                // A position has no quotes: it is left out.
                count = Math.Max(count, 1);
                behind = value[(closing + 2)..];
                continue;
            }

            var end = value.IndexOfAny(" \t\"");
            var word = end < 0 ? value : value[..end];
            position = count == 0 ? word.ToString() : position;
            behind = value[word.Length..];
        }
    }

    private static ExtentType ParseType(string word, string file, int number) => word.ToUpperInvariant() switch
    {
        "FLAT" => ExtentType.Flat,
        "VMFS" => ExtentType.Vmfs,
        "SPARSE" => ExtentType.Sparse,
        "VMFSSPARSE" => ExtentType.VmfsSparse,
        "SESPARSE" => ExtentType.SeSparse,
        "ZERO" => ExtentType.Zero,
        "VMFSRDM" or "VMFSRAW" => throw RefusedDisk.RawDevice(word, file, number),
        _ => throw new V2KException(
            $"extents of type {Printable.Excerpt(word)} are not known", "Clone the disk to another type first: vmkfstools -i OLD NEW -d thin", file, number),
    };

    private static ReadOnlySpan<char> FirstWord(string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? line : line.AsSpan(0, end);
    }

    private static bool Is(ReadOnlySpan<char> word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
