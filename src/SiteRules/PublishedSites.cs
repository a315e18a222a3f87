using V2K.Engine.State;

namespace V2K.SiteRules;

/// <summary>
/// The folder <c>sites</c> beside a published program: the sources of the sites whose rules are compiled into it, and a list that says what they
/// were then.
/// </summary>
/// <param name="program">The program's folder.</param>
public sealed class PublishedSites(string program)
{
    private const string FolderName = "sites";

    /// <summary>Its lines are a site's name and <see cref="SiteSource.Hash"/>, with a space between them.</summary>
    private const string ListName = "published.txt";

    private string Folder => Path.Combine(program, FolderName);

    private string List => Path.Combine(Folder, ListName);

    /// <summary>Whether the program was published: the list is written for every one, even without a site.</summary>
    public bool IsThere => File.Exists(List);

    /// <summary>The rules of the site called <paramref name="name"/>: in <paramref name="outside"/> folders or, where those have none, beside the program.</summary>
    /// <returns>Null where there is no such site.</returns>
    public SiteSource? Find(string name, IReadOnlyList<string> outside) => SiteSource.Find(name, outside) ?? SiteSource.Find(name, [Folder]);

    /// <summary>Whether the rules of <paramref name="site"/> are those that were compiled into the program.</summary>
    public bool Has(SiteSource site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return File.Exists(List) && File.ReadLines(List).Contains($"{site.Name} {site.Hash}", StringComparer.Ordinal);
    }

    /// <summary>Brings the sources of every site in <paramref name="roots"/> along, as the compiler has just seen them.</summary>
    public void Write(IReadOnlyList<string> roots)
    {
        var names = roots.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder => Path.GetFileName(folder)!)
            .Distinct(StringComparer.Ordinal);
        var list = new List<string>();
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            foreach (var file in SiteSource.Find(name, roots)!.Files)
            {
                AtomicFile.WriteBytes(Path.Combine(Folder, name, file.Place), file.Content);
            }

            list.Add($"{name} {SiteSource.Find(name, [Folder])!.Hash}");
        }

        AtomicFile.WriteText(List, string.Concat(list.Select(line => line + "\n")));
    }
}
