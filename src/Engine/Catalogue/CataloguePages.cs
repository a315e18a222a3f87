using V2K.Engine.State;
using V2K.Rules.Annotations;
using V2K.Rules.Translation;

namespace V2K.Engine.Catalogue;

/// <summary>
/// The rule catalogue as Markdown: a page a topic, an index and a list of all keys. Made from the rules' annotations and
/// comments alone; the rules of sites stay out, because they differ from host to host.
/// </summary>
public static class CataloguePages
{
    private const string Index = "README.md";
    private const string Keys = "keys.md";
    private const string Concerns = "concerns.md";

    /// <summary>The pages by file name.</summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Index] = IndexPage(),
            [Keys] = KeyPage.Text(),
            [Concerns] = ConcernPage.Text(),
        };
        foreach (var topic in Enum.GetValues<Topic>())
        {
            pages.Add(FileOf(topic), TopicPage.Text(topic));
        }

        return pages;
    }

    /// <summary>Writes the pages that differ from what stands in the folder, and takes away pages of topics that are gone.</summary>
    /// <returns>The files changed, sorted; none where all was up to date.</returns>
    public static IReadOnlyList<string> Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var pages = All();
        var changed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (file, text) in pages)
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                AtomicFile.WriteText(path, text);
                changed.Add(path);
            }
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.md").Where(path => !pages.ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(path);
            changed.Add(path);
        }

        return [.. changed];
    }

    internal static string FileOf(Topic topic) => topic.ToString().ToLowerInvariant() + ".md";

    private static string IndexPage()
    {
        var text = new MarkdownText();
        text.Paragraph("# The rule catalogue");
        text.Paragraph(
            "How V2K translates each VMX key that it knows. Written by `--target=Docs` from the rules themselves: "
            + "to change a page, change the rule. [All keys](keys.md) in one list; [the concerns](concerns.md) that may stop a VM.");
        text.Table(["topic", "rules", "keys ignored on purpose", "concerns"], Enum.GetValues<Topic>().Select(topic => new[]
        {
            $"[{topic}]({FileOf(topic)})",
            $"{RuleCatalogue.Rules.Count(rule => rule.Site is null && rule.Topic == topic)}",
            $"{RuleCatalogue.Ignored.Count(known => known.Site is null && known.Topic == topic)}",
            $"{RuleCatalogue.Concerns.Count(known => known.Site is null && known.Topic == topic)}",
        }));
        return text.ToString();
    }
}
