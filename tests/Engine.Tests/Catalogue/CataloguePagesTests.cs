using System.Runtime.CompilerServices;
using V2K.Engine.Catalogue;

namespace V2K.Engine.Tests.Catalogue;

public sealed class CataloguePagesTests
{
    [Fact]
    public void The_committed_pages_are_what_the_rules_say()
    {
        var folder = Path.Combine(RepositoryRoot(), "docs", "rules");
        var pages = CataloguePages.All();
        Assert.Equal(pages.Keys, Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.True(
            File.ReadAllText(Path.Combine(folder, page.Key)) == page.Value,
            $"docs/rules/{page.Key} is out of date: run --target=Docs and commit what it writes"));
    }

    [Fact]
    public void Writing_again_changes_nothing_and_a_page_of_a_topic_that_is_gone_goes()
    {
        using var folder = new TempFolder();
        var stale = Path.Combine(folder.Path, "gone.md");
        File.WriteAllText(stale, "# Gone");
        Assert.Contains(stale, CataloguePages.Write(folder.Path));
        Assert.False(File.Exists(stale));
        Assert.Empty(CataloguePages.Write(folder.Path));
    }

    private static string RepositoryRoot([CallerFilePath] string here = "")
    {
        // A deterministic build maps source paths away; the tests then run below the repository.
        var start = File.Exists(here) ? Path.GetDirectoryName(here) : AppContext.BaseDirectory;
        while (start is not null && !File.Exists(Path.Combine(start, "V2K.sln")))
        {
            start = Path.GetDirectoryName(start);
        }

        return start ?? throw new DirectoryNotFoundException("the tests do not run below the repository");
    }
}
