using V2K.Generators.Model;

namespace V2K.Generators.Parsing;

/// <summary>The folders that hold site folders; a file's site is the first folder below one of them.</summary>
/// <param name="Roots">Absolute folders, with slashes forward and one at the end.</param>
internal sealed record SiteRoots(EquatableArray<string> Roots)
{
    /// <summary>Reads the MSBuild property, in which <c>|</c> stands between folders.</summary>
    public static SiteRoots Parse(string? property) => new((property ?? "")
        .Split(['|'], StringSplitOptions.RemoveEmptyEntries)
        .Select(root => Forward(root.Trim()).TrimEnd('/') + "/")
        .Distinct(StringComparer.Ordinal)
        .ToEquatableArray());

    /// <summary>The site of a file; null for a built-in rule's.</summary>
    public string? SiteOf(string path)
    {
        path = Forward(path);
        foreach (string root in Roots)
        {
            int end = path.StartsWith(root, StringComparison.Ordinal) ? path.IndexOf('/', root.Length) : -1;
            if (end > 0)
            {
                return path.Substring(root.Length, end - root.Length);
            }
        }

        return null;
    }

    /// <summary>The path with slashes forward and without <c>.</c> and <c>..</c>; a generator may not ask the disk.</summary>
    private static string Forward(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 1)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != "." && (part.Length > 0 || parts.Count == 0))
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
