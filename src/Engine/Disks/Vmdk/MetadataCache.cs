namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// Reads directory and table entries of a layer's extents through a few pages of 64 KiB: tables that lie together cost one read, and neither
/// the numbers in a header, however large, nor thousands of extents make it take more memory.
/// </summary>
internal sealed class MetadataCache
{
    private const int PageLength = 64 * 1024;

    /// <summary>One page each for the directory, its tables and a neighbour of theirs; more would not be asked again.</summary>
    private readonly Page[] _pages = [new(), new(), new(), new()];

    private int _next;

    /// <summary>The bytes at <paramref name="position"/>, as many as are in one page but at least <paramref name="width"/>.</summary>
    /// <param name="file">The extent's.</param>
    /// <param name="position">A multiple of <paramref name="width"/>.</param>
    /// <param name="width">The width of an entry: a power of two.</param>
    /// <returns>Good until the next call.</returns>
    internal ReadOnlySpan<byte> At(DiskFile file, long position, int width)
    {
        var start = position / PageLength * PageLength;
        var page = Find(file, start).Content;
        var skipped = (int)(position - start);
        if (page.Length - skipped < width)
        {
            // The page was cut off by the end of the file.
            file.RequireInside(position, width, "a grain table or directory entry");
        }

        return page[skipped..];
    }

    private Page Find(DiskFile file, long start)
    {
        foreach (var page in _pages)
        {
            if (page.Start == start && ReferenceEquals(page.File, file))
            {
                return page;
            }
        }

        var oldest = _pages[_next];
        oldest.Read(file, start);
        _next = (_next + 1) % _pages.Length;
        return oldest;
    }

    private sealed class Page
    {
        private byte[] _bytes = [];
        private int _length;

        internal DiskFile? File { get; private set; }

        internal long Start { get; private set; }

        internal ReadOnlySpan<byte> Content => _bytes.AsSpan(0, _length);

        internal void Read(DiskFile file, long start)
        {
            // Should the read fail, the page is no one's.
            File = null;
            _length = (int)Math.Clamp(file.Size - start, 0, PageLength);
            if (_bytes.Length < _length)
            {
                _bytes = new byte[PageLength];
            }

            file.Read(_bytes.AsSpan(0, _length), start);
            (File, Start) = (file, start);
        }
    }
}
