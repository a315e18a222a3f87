namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// Reads directory and table entries through a few pages of 64 KiB: tables that lie together cost one read, and no header, however large
/// its numbers, makes it take more memory.
/// </summary>
internal sealed class MetadataCache(DiskFile file)
{
    private const int PageLength = 64 * 1024;

    /// <summary>One page each for the directory, its tables and a neighbour of theirs; more would not be asked again.</summary>
    private readonly (long Start, byte[] Bytes)[] _pages = new (long, byte[])[4];

    private int _next;

    /// <summary>The bytes at <paramref name="position"/>, as many as are in one page but at least <paramref name="width"/>.</summary>
    /// <param name="position">A multiple of <paramref name="width"/>.</param>
    /// <param name="width">The width of an entry: a power of two.</param>
    internal ReadOnlySpan<byte> At(long position, int width)
    {
        var start = position / PageLength * PageLength;
        var page = Page(start).AsSpan((int)(position - start)..);
        if (page.Length < width)
        {
            // The page was cut off by the end of the file.
            file.RequireInside(position, width, "a grain table or directory entry");
        }

        return page;
    }

    private byte[] Page(long start)
    {
        foreach (var (pageStart, bytes) in _pages)
        {
            if (bytes is not null && pageStart == start)
            {
                return bytes;
            }
        }

        var page = new byte[(int)Math.Clamp(file.Size - start, 0, PageLength)];
        file.Read(page, start);
        _pages[_next] = (start, page);
        _next = (_next + 1) % _pages.Length;
        return page;
    }
}
