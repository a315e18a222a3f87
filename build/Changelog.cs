using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Build;

/// <summary>Joins the files of <c>changelog/</c> into <c>CHANGELOG.md</c>: one file a change, so that changes made at the same time do not conflict.</summary>
public static class Changelog
{
    private const string Unreleased = "unreleased";

    /// <summary>Writes <c>CHANGELOG.md</c> of the clone at <paramref name="root"/> where it differs.</summary>
    /// <returns>The file, if it was written.</returns>
    public static IEnumerable<string> Write(string root)
    {
        var file = Path.Combine(root, "CHANGELOG.md");
        var text = Text(root);
        if (File.Exists(file) && File.ReadAllText(file) == text)
        {
            return [];
        }

        AtomicFile.WriteText(file, text);
        return [file];
    }

    /// <summary>The text of <c>CHANGELOG.md</c>: a section for each folder of <c>changelog/</c>, unreleased changes first, then the latest version.</summary>
    /// <param name="root">The clone.</param>
    /// <exception cref="V2KException">An entry is empty or starts with a heading.</exception>
    public static string Text(string root)
    {
        var sections = Directory.GetDirectories(Path.Combine(root, "changelog"))
            .OrderByDescending(static folder => Path.GetFileName(folder) == Unreleased)
            .ThenByDescending(static folder => Version.TryParse(Path.GetFileName(folder), out var version) ? version : new Version())
            .Select(static folder => $"## {(Path.GetFileName(folder) == Unreleased ? "Unreleased" : Path.GetFileName(folder))}\n\n"
                + string.Concat(Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(Entry)));
        return "# Changes\n\nGenerated from the files in `changelog/` by `--target=Docs`; see [how to add one](changelog/README.md).\n\n" + string.Join('\n', sections);
    }

    private static string Entry(string file)
    {
        var text = File.ReadAllText(file).Trim();
        return text.Length > 0 && !text.StartsWith('#')
            ? $"- {text.ReplaceLineEndings("\n  ")}\n"
            : throw new V2KException("is empty or starts with a heading", "Write one or two sentences: what was wrong or missing, and what happens now", file);
    }
}
