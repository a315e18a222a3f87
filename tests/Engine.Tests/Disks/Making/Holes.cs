namespace V2K.Engine.Tests.Disks.Making;

/// <summary>Writes files with holes where a page of zeroes would stand, as thin disks have them.</summary>
internal static class Holes
{
    private const int Page = 4096;

    public static void Write(string path, byte[] content)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.SetLength(file, content.Length);
        for (var start = 0; start < content.Length; start += Page)
        {
            var page = content.AsSpan(start, Math.Min(Page, content.Length - start));
            if (page.ContainsAnyExcept((byte)0))
            {
                RandomAccess.Write(file, page, start);
            }
        }
    }
}
