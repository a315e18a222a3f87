using System.Security.Cryptography;
using System.Text;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.SiteRules;

/// <summary>A C# file of a site.</summary>
/// <param name="Path">The file, as messages name it.</param>
/// <param name="Place">Its place below the site's folder, with slashes; it tells files of one site apart.</param>
/// <param name="Content">All of it.</param>
public sealed record SiteFile(string Path, string Place, byte[] Content);

/// <summary>The rules of one site, as its folder has them now.</summary>
/// <param name="Name">The site: the folder's name.</param>
/// <param name="Files">Its C# files, sorted by their places.</param>
public sealed record SiteSource(string Name, IReadOnlyList<SiteFile> Files)
{
    // Rules are a few kilobytes each: more than this is some other folder, named by mistake.
    private const int MostFiles = 1000;
    private const int MostBytes = 1 << 20;

    private static readonly EnumerationOptions Deep = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 8,
        IgnoreInaccessible = false,
    };

    /// <summary>The same for the same files: SHA-256 of all names and contents, in hexadecimal.</summary>
    public string Hash { get; } = HashOf(Name, Files);

    /// <summary>Reads the site called <paramref name="name"/>.</summary>
    /// <param name="name">The site.</param>
    /// <param name="roots">Folders that hold site folders. The site's files in all of them count together.</param>
    /// <returns>Null where none of them has such a site.</returns>
    /// <exception cref="V2KException">Its folder or a file cannot be read, or is none that could hold rules.</exception>
    public static SiteSource? Find(string name, IEnumerable<string> roots)
    {
        // The name comes from a command line or a configuration: it is a name, and leads nowhere else.
        if (name is "." or ".." || name.AsSpan().IndexOfAny('/', '\0') >= 0)
        {
            return null;
        }

        var folders = roots.Select(root => Path.Combine(root, name)).Where(Directory.Exists).ToList();
        return folders.Count == 0
            ? null
            : new SiteSource(name, [.. folders.SelectMany((folder, i) => Read(name, folder, i)).OrderBy(file => file.Place, StringComparer.Ordinal)]);
    }

    private static List<SiteFile> Read(string name, string folder, int number)
    {
        var files = new List<SiteFile>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*.cs", Deep))
            {
                if (files.Count == MostFiles)
                {
                    throw new V2KException(
                        $"holds more than {MostFiles} C# files, which is more than a site's rules", "Leave rules alone in the site's folder", folder);
                }

                var place = Path.GetRelativePath(folder, path);
                files.Add(new SiteFile(path, number == 0 ? place : $"{number}/{place}", Content(path)));
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException(
                $"the rules of site {name} cannot be read: {Printable.OneLine(cause.Message.TrimEnd('.'))}", "Give this user the right to read them", folder, cause: cause);
        }

        return files is not []
            ? files
            : throw new V2KException($"site {name} has no C# file", "Put its rules there, one class in one file; see docs/how-to/add-a-site-rule.md", folder);
    }

    private static byte[] Content(string path)
    {
        using var file = Posix.OpenForReading(path);
        var status = Posix.Status(file);
        if (!status.IsRegularFile || status.Size > MostBytes)
        {
            throw new V2KException(
                status.IsRegularFile ? $"is larger than {MostBytes} bytes, which is more than a rule" : "is not a regular file",
                "Take it out of the site's folder",
                path);
        }

        var content = new byte[status.Size];
        var length = RandomAccess.Read(file, content, 0);
        return content[..length];
    }

    private static string HashOf(string name, IReadOnlyList<SiteFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file.Place + "\0"));
            hash.AppendData(SHA256.HashData(file.Content));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
