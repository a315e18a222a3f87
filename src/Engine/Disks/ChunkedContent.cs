using System.Globalization;
using V2K.Engine.Ovf;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>A file that an export cut into pieces, <c>disk.vmdk.000000000</c>, <c>disk.vmdk.000000001</c>, … (DSP0243, File/@chunkSize), read where they lie.</summary>
internal sealed class ChunkedContent : IFileContent
{
    private readonly List<DiskFile> _chunks = [];
    private readonly List<long> _starts = [];

    private ChunkedContent()
    {
    }

    /// <inheritdoc/>
    public long Length { get; private set; }

    /// <summary>The newest of the pieces' times.</summary>
    internal DateTimeOffset Modified => _chunks.Max(chunk => chunk.Source.Modified);

    /// <summary>The pieces.</summary>
    internal IReadOnlyList<DiskFile> Chunks => _chunks;

    /// <summary>The name of a piece.</summary>
    internal static string NameOf(string path, int number) => string.Create(CultureInfo.InvariantCulture, $"{path}.{number:D9}");

    /// <summary>Opens the pieces of <paramref name="path"/>.</summary>
    /// <returns>Null where there are none.</returns>
    /// <exception cref="V2KException">One cannot be opened.</exception>
    internal static ChunkedContent? TryOpen(string path)
    {
        var content = new ChunkedContent();
        try
        {
            while (Exists(NameOf(path, content._chunks.Count)))
            {
                var chunk = DiskFile.Open(NameOf(path, content._chunks.Count));
                content._chunks.Add(chunk);
                content._starts.Add(content.Length);
                content.Length += chunk.Size;
            }

            if (content._chunks.Count > 0)
            {
                return content;
            }
        }
        catch
        {
            content.Dispose();
            throw;
        }

        return null;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long position)
    {
        if (position >= Length)
        {
            return 0;
        }

        var found = _starts.BinarySearch(position);
        var index = found >= 0 ? found : ~found - 1;

        // An empty piece has the start of the next.
        while (_starts[index] + _chunks[index].Size <= position)
        {
            index++;
        }

        var inside = position - _starts[index];
        var count = (int)Math.Min(buffer.Length, _chunks[index].Size - inside);
        _chunks[index].Read(buffer[..count], inside);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _chunks.ForEach(chunk => chunk.Dispose());

    private static bool Exists(string path)
    {
        if (OvaPath.Split(path) is not var (archive, name))
        {
            return File.Exists(path);
        }

        using var file = DiskFile.Open(archive);
        return TarArchive.Members(file).Any(member => member.Name == name);
    }
}
