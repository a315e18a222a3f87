using V2K.Build;
using V2K.Rules;

namespace V2K.Pipeline.Tests;

/// <summary>The changelog is joined from small files.</summary>
public sealed class ChangelogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("v2k-changelog-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CHANGELOG_md_has_every_entry_of_the_folder() => Assert.Equal(
        Changelog.Text(Repository.Root), File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")));

    [Fact]
    public void Unreleased_changes_come_first_and_then_the_latest_version()
    {
        Add("1.9.0", "old", "Old.");
        Add("1.10.0", "new", "New.");
        Add("unreleased", "b", "Second,\nin two lines.\n");
        Add("unreleased", "a", "First.");

        Assert.EndsWith("## Unreleased\n\n- First.\n- Second,\n  in two lines.\n\n## 1.10.0\n\n- New.\n\n## 1.9.0\n\n- Old.\n", Changelog.Text(_folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("# Heading\n")]
    public void An_entry_without_a_sentence_is_refused_with_its_file(string text)
    {
        Add("unreleased", "entry", text);

        Assert.Contains("unreleased/entry.md", Assert.Throws<V2KException>(() => Changelog.Text(_folder)).Message, StringComparison.Ordinal);
    }

    private void Add(string version, string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "changelog", version)).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".md"), text);
    }
}
