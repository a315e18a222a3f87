using V2K.Build;

namespace V2K.Pipeline.Tests;

/// <summary>Links of the README and of the pages under <c>docs</c> lead to a file and a heading that exist. Nothing is fetched from the network.</summary>
public sealed class DocumentLinksTests
{
    private static readonly Lazy<string[]> Pages = new(static () =>
    [
        Path.Combine(Repository.Root, "README.md"),
        Path.Combine(Repository.Root, "samples", "README.md"),
        Path.Combine(Repository.Root, "sites", "README.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ]);

    [Fact]
    public void Every_link_leads_to_a_file_that_exists() => Assert.Empty(
        from page in Pages.Value
        from link in LinksOf(page)
        where !Path.Exists(link.File)
        select $"{Named(page)}: {link.Target} does not exist");

    [Fact]
    public void Every_anchor_leads_to_a_heading_that_exists() => Assert.Empty(
        from page in Pages.Value
        from link in LinksOf(page)
        where link.Anchor.Length > 0 && link.File.EndsWith(".md", StringComparison.Ordinal) && File.Exists(link.File)
        where !MarkdownPage.Read(link.File).Anchors.Contains(link.Anchor)
        select $"{Named(page)}: {link.Target}: {Named(link.File)} has no such heading");

    [Fact]
    public void Every_page_can_be_reached_from_the_README()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>([Pages.Value[0]]);
        while (next.TryPop(out var page))
        {
            if (reached.Add(page))
            {
                foreach (var (file, _, _) in LinksOf(page))
                {
                    // A link to a folder shows its files.
                    var files = Directory.Exists(file) ? Directory.GetFiles(file, "*.md") : [file];
                    files.Where(Pages.Value.Contains).ToList().ForEach(next.Push);
                }
            }
        }

        Assert.Empty(Pages.Value.Except(reached).Select(Named));
    }

    [Theory]
    [InlineData("## What is up to date, and how V2K knows", "what-is-up-to-date-and-how-v2k-knows")]
    [InlineData("### [`Plan --json=FILE`](plan.schema.json)", "plan---jsonfile")]
    [InlineData("# A site's rule", "a-sites-rule")]
    public void A_heading_has_the_anchor_that_GitHub_gives_it(string heading, string anchor) =>
        Assert.Equal([anchor], MarkdownPage.Of(heading).Anchors);

    [Fact]
    public void The_second_heading_of_its_kind_has_a_number() =>
        Assert.Equal(["steps", "steps-1"], MarkdownPage.Of("# Steps\n\n## Steps\n").Anchors.Order(StringComparer.Ordinal));

    [Fact]
    public void Code_has_no_links() =>
        Assert.Equal(["a.md"], MarkdownPage.Of("[a](a.md) `[b](b.md)`\n```\n[c](c.md)\n```\n").Links);

    private static IEnumerable<(string File, string Anchor, string Target)> LinksOf(string page) =>
        from target in MarkdownPage.Read(page).Links
        where !target.Contains("://", StringComparison.Ordinal)
        let parts = target.Split('#', 2)
        let file = parts[0].Length == 0 ? page : Path.GetFullPath(Uri.UnescapeDataString(parts[0]), Path.GetDirectoryName(page)!)
        select (file, parts.Length > 1 ? parts[1] : "", target);

    private static string Named(string path) => Path.GetRelativePath(Repository.Root, path);
}
