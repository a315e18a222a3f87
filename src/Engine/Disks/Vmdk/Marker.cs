using System.Buffers.Binary;
using V2K.Rules;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// A marker of a stream-optimized extent, at the start of a sector. Little-endian: u64 val, u32 size, and, where size is 0, u32 type. Size is
/// the number of compressed bytes behind these 12, for a grain; val is then the sector of the extent where the grain
/// belongs. ("Virtual Disk Format 5.0", Stream-Optimized Compressed Sparse Extents.)
/// </summary>
internal static class Marker
{
    /// <summary>Bytes before the compressed bytes of a grain.</summary>
    internal const int GrainPrefix = 12;

    /// <summary>The longest compressed form that is taken for a grain: deflate adds less than this to what it cannot compress.</summary>
    internal static int MaximumCompressed(int grainLength) => grainLength + grainLength / 8 + 1024;

    /// <summary>Reads the marker of a compressed grain and checks that it is this grain's.</summary>
    /// <param name="prefix">Its first <see cref="GrainPrefix"/> bytes.</param>
    /// <param name="run">The run that led here.</param>
    /// <returns>How many compressed bytes follow.</returns>
    internal static int ParseGrain(ReadOnlySpan<byte> prefix, in Run run)
    {
        var sector = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        var expected = (ulong)(run.GrainOffset / Sector.Size);
        if (sector != expected)
        {
            throw Damaged($"the grain for sector {expected} is marked with sector {sector}", run);
        }

        return size > 0 && size <= MaximumCompressed(run.GrainLength)
            ? (int)size
            : throw Damaged($"the grain for sector {expected} claims {size} compressed bytes for its {run.GrainLength}", run);
    }

    /// <summary>Says that a compressed grain is not what it should be.</summary>
    internal static V2KException Damaged(string what, in Run run) => Damage.In(run.File!.Path, $"at byte {run.Position}, {what}");

    /// <summary>Finds the footer of a stream: the header at the last sector but one, between a marker and the end-of-stream marker.</summary>
    internal static SparseExtentHeader ReadFooter(DiskFile file)
    {
        Span<byte> sectors = stackalloc byte[3 * Sector.Size];
        var position = file.Size - sectors.Length;
        if (position > 0)
        {
            file.Read(sectors, position);
        }

        var marker = sectors;
        var footer = sectors[Sector.Size..];
        var end = sectors[(2 * Sector.Size)..];
        if (position <= 0
            || BinaryPrimitives.ReadUInt32LittleEndian(marker[8..]) != 0
            || BinaryPrimitives.ReadUInt32LittleEndian(marker[12..]) != (uint)MarkerType.Footer
            || !SparseExtentHeader.Matches(footer)
            || end[..16].ContainsAnyExcept((byte)0))
        {
            throw new V2KException(
                $"the stream-optimized disk does not end with a footer (its last three sectors, from byte {Math.Max(0, position)})",
                "The file is truncated, for example by an interrupted export or download: copy it again",
                file.Path);
        }

        return SparseExtentHeader.Parse(footer[..Sector.Size], file.Path);
    }
}
