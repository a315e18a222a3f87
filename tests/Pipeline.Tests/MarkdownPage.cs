using System.Text.RegularExpressions;

namespace V2K.Pipeline.Tests;

/// <summary>A page of the documentation: its links, and the anchors that GitHub gives its headings.</summary>
/// <param name="Text">The page without its code.</param>
internal sealed partial record MarkdownPage(string Text)
{
    /// <summary>Milliseconds for one search.</summary>
    private const int Timeout = 10_000;

    /// <summary>Reads the page at <paramref name="path"/>.</summary>
    public static MarkdownPage Read(string path) => Of(File.ReadAllText(path));

    /// <summary>The page that <paramref name="markdown"/> makes. Fenced code has neither links nor headings.</summary>
    public static MarkdownPage Of(string markdown) => new(Fence().Replace(markdown, ""));

    /// <summary>The targets of all links and pictures, in order.</summary>
    public IEnumerable<string> Links => Link().Matches(InlineCode().Replace(Text, "")).Select(static link => link.Groups["inside"].Value);

    /// <summary>What may follow <c>#</c> in a link to this page: lower case, punctuation removed, spaces as dashes, a number from the second of its kind on.</summary>
    public IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (Match heading in Heading().Matches(Text))
            {
                var words = LinkedText().Replace(heading.Groups["inside"].Value, "${inside}").Trim().ToLowerInvariant();
                var slug = Punctuation().Replace(words, "").Replace(' ', '-');
                for (var i = 1; !anchors.Add(i == 1 ? slug : $"{slug}-{i - 1}"); i++)
                {
                }
            }

            return anchors;
        }
    }

    [GeneratedRegex("^[ \t]*```.*?^[ \t]*```", RegexOptions.Singleline | RegexOptions.Multiline, Timeout)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`", RegexOptions.None, Timeout)]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<inside>[^)\s]+)\)", RegexOptions.None, Timeout)]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<inside>[^\]]*)\]\([^)]*\)", RegexOptions.None, Timeout)]
    private static partial Regex LinkedText();

    [GeneratedRegex("^#{1,6} (?<inside>.+)$", RegexOptions.Multiline, Timeout)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, Timeout)]
    private static partial Regex Punctuation();
}
