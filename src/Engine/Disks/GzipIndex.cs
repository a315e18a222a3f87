using System.Collections.Concurrent;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>A place where a gzip file can be entered.</summary>
/// <param name="Position">In the inflated file.</param>
/// <param name="Source">In the compressed one.</param>
/// <param name="Bits">How many bits of the byte before come first.</param>
/// <param name="LastByte">That byte.</param>
/// <param name="History">What comes before, as far as the stream may look back.</param>
internal sealed record GzipEntry(long Position, long Source, int Bits, byte LastByte, byte[] History);

/// <summary>The places where a gzip file can be entered, and its inflated length. Files are opened several times: those of the last ones are kept.</summary>
/// <param name="Length">The inflated length in bytes.</param>
/// <param name="Entries">The places, in their order.</param>
internal sealed record GzipIndex(long Length, IReadOnlyList<GzipEntry> Entries)
{
    /// <summary>Between two places, in inflated bytes: 32 KiB of history for each are half a percent.</summary>
    private const long Spacing = 8 << 20;

    private const int MostKept = 8;

    private static readonly ConcurrentDictionary<(ulong Device, ulong Inode, long Start, long Size, DateTimeOffset Modified), GzipIndex> Known = [];

    /// <summary>The index of <paramref name="file"/>.</summary>
    /// <exception cref="V2KException">The file is damaged.</exception>
    internal static GzipIndex Of(DiskFile file)
    {
        var key = (file.Device, file.Source.Inode, file.Start, file.Size, file.Source.Modified);
        if (Known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Known.Count >= MostKept)
        {
            Known.Clear();
        }

        return Known[key] = Build(file);
    }

    /// <summary>The last place at or before <paramref name="position"/>.</summary>
    internal GzipEntry Before(long position)
    {
        var (low, high) = (0, Entries.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Entries[middle].Position <= position ? (middle, high) : (low, middle - 1);
        }

        return Entries[low];
    }

    /// <summary>What a file is that does not inflate.</summary>
    internal static V2KException Damaged(DiskFile file, long position) => new(
        $"is compressed by gzip, and damaged or cut off at byte {position}", "Copy it again from its source", file.Path);

    private static GzipIndex Build(DiskFile file)
    {
        using var inflater = new Inflater();
        var entries = new List<GzipEntry>();
        var input = new byte[256 << 10];
        var output = new byte[256 << 10];
        var history = new byte[Inflater.HistoryLength];
        var (source, position, last) = (0L, 0L, 0L);
        while (source < file.Size)
        {
            if (GzipHeader.Length(file, source) is not { } header)
            {
                // Zeroes may follow, as tape archives fill up; anything else is not gzip's.
                return entries.Count > 0 ? new GzipIndex(position, entries) : throw Damaged(file, source);
            }

            source += header;
            inflater.Enter(0, 0, []);
            entries.Add(new GzipEntry(position, source, 0, 0, []));
            var memberStart = last = position;
            while (!inflater.IsAtEnd)
            {
                var piece = input.AsSpan(0, (int)Math.Min(input.Length, file.Size - source));
                file.Read(piece, source);
                if (inflater.Inflate(piece, output) is not var (taken, given) || (taken == 0 && given == 0 && !inflater.IsAtEnd))
                {
                    throw Damaged(file, source);
                }

                (source, position) = (source + taken, position + given);
                Remember(history, output.AsSpan(0, given));
                if (inflater.IsBetweenBlocks && !inflater.IsAtEnd && position - last >= Spacing)
                {
                    var known = (int)Math.Min(history.Length, position - memberStart);
                    entries.Add(new GzipEntry(position, source, inflater.PendingBits, LastByte(file, source), history[^known..]));
                    last = position;
                }
            }

            // CRC32 and length, modulo 2^32.
            file.RequireInside(source, 8, "the end of a gzip file");
            source += 8;
        }

        return new GzipIndex(position, entries);
    }

    private static byte LastByte(DiskFile file, long source)
    {
        Span<byte> one = stackalloc byte[1];
        file.Read(one, source - 1);
        return one[0];
    }

    /// <summary>Keeps the last bytes of the output at the end of <paramref name="history"/>.</summary>
    private static void Remember(byte[] history, ReadOnlySpan<byte> output)
    {
        if (output.Length >= history.Length)
        {
            output[^history.Length..].CopyTo(history);
            return;
        }

        history.AsSpan(output.Length).CopyTo(history);
        output.CopyTo(history.AsSpan(history.Length - output.Length));
    }
}
