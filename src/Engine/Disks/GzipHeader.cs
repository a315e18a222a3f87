namespace V2K.Engine.Disks;

/// <summary>The header of a member of a gzip file (RFC 1952, 2.3).</summary>
internal static class GzipHeader
{
    private const int FixedLength = 10;
    private const int MaximumText = 64 << 10;

    /// <summary>Its length in bytes; null where there is none.</summary>
    internal static int? Length(DiskFile file, long position)
    {
        if (file.Size - position < FixedLength)
        {
            return null;
        }

        var bytes = new byte[(int)Math.Min(MaximumText, file.Size - position)];
        file.Read(bytes, position);
        if (bytes is not [0x1F, 0x8B, 8, var flags, ..])
        {
            return null;
        }

        var end = FixedLength;
        if ((flags & 4) != 0)
        {
            end = end + 2 <= bytes.Length ? end + 2 + bytes[end] + (bytes[end + 1] << 8) : bytes.Length;
        }

        // A name and a comment, each ended by NUL.
        for (var texts = ((flags >> 3) & 1) + ((flags >> 4) & 1); texts > 0; texts--)
        {
            var zero = end < bytes.Length ? bytes.AsSpan(end).IndexOf((byte)0) : -1;
            end = zero < 0 ? bytes.Length : end + zero + 1;
        }

        end += (flags & 2) != 0 ? 2 : 0;
        return end < bytes.Length ? end : null;
    }
}
