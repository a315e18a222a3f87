using System.Globalization;
using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks;

/// <summary>A file that an export cut into pieces, <c>disk.vmdk.000000000</c>, <c>disk.vmdk.000000001</c>, … (DSP0243, File/@chunkSize), read where they lie.</summary>
internal sealed class ChunkedContent : IFileContent
{
    /// <summary>A disk of 4 TiB in pieces of 2 GiB; each piece is held open.</summary>
    private const int MaximumChunks = 2000;

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
    /// <exception cref="V2KException">One cannot be opened, one before the last is missing, or there are more than any export has.</exception>
    internal static ChunkedContent? TryOpen(string path)
    {
        var content = new ChunkedContent();
        try
        {
            (string Archive, Dictionary<string, TarMember> Members)? members = OvaPath.Split(path) is var (archive, name) ? MembersOf(archive, name) : null;
            while (Open(NameOf(path, content._chunks.Count), members) is { } chunk)
            {
                content._chunks.Add(chunk);
                content._starts.Add(content.Length);
                content.Length += chunk.Size;
                if (content._chunks.Count > MaximumChunks)
                {
                    throw new V2KException($"is split into more than {MaximumChunks} pieces, too many for an export", "Join the pieces (cat), and remove chunkSize from the .ovf", path);
                }
            }

            var next = NameOf(path, content._chunks.Count);
            using var later = Open(NameOf(path, content._chunks.Count + 1), members);
            if (later is not null)
            {
                throw new V2KException($"is missing, and the next piece of the file is there ({Path.GetFileName(later.Path)})", "Copy it again: the export is incomplete", next)
                { Id = FindingId.MissingDisk };
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

    /// <summary>Opens a piece; null where there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="members">The archive that it lies in, and those of its members that may be pieces; null for a file of its own.</param>
    private static DiskFile? Open(string path, (string Archive, Dictionary<string, TarMember> Members)? members) => members is var (archive, found)
        ? found.TryGetValue(path, out var member) ? DiskFile.Open(path, archive, member) : null
        : File.Exists(path) ? DiskFile.Open(path) : null;

    /// <summary>The members of an archive whose names begin with that of the file, by their paths: an archive of many is read once.</summary>
    private static (string Archive, Dictionary<string, TarMember> Members) MembersOf(string archive, string name)
    {
        using var file = DiskFile.Open(archive);
        var pieces = new Dictionary<string, TarMember>(StringComparer.Ordinal);
        foreach (var member in TarArchive.Members(file).Where(member => member.Name.StartsWith(name + ".", StringComparison.Ordinal)))
        {
            pieces.TryAdd($"{archive}/{member.Name}", member);
        }

        return (archive, pieces);
    }
}
