using System.Runtime.InteropServices;

namespace V2K.Engine.Disks.Copying;

/// <summary>A stretch of a chunk's content that holds something other than zeroes.</summary>
/// <param name="Start">Where it starts, in bytes: a multiple of the granule.</param>
/// <param name="Length">How long it is, in bytes.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Stretch(int Start, int Length)
{
    /// <summary>The first byte behind it.</summary>
    internal int End => Start + Length;

    /// <summary>The next stretch at or behind <paramref name="from"/> that is not zero.</summary>
    /// <param name="content">The bytes to search.</param>
    /// <param name="from">Where to begin: a multiple of <paramref name="granule"/>.</param>
    /// <param name="granule">Only as many zeroes as this, so aligned, end a stretch.</param>
    /// <returns>Null where only zeroes follow.</returns>
    internal static Stretch? Next(ReadOnlySpan<byte> content, int from, int granule)
    {
        var start = from;
        while (start < content.Length && IsZero(content, start, granule))
        {
            start += granule;
        }

        if (start >= content.Length)
        {
            return null;
        }

        var end = start + granule;
        while (end < content.Length && !IsZero(content, end, granule))
        {
            end += granule;
        }

        return new Stretch(start, Math.Min(end, content.Length) - start);
    }

    private static bool IsZero(ReadOnlySpan<byte> content, int start, int granule) =>
        !content.Slice(start, Math.Min(granule, content.Length - start)).ContainsAnyExcept((byte)0);
}
