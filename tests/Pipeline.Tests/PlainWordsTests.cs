using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using V2K.Build;

namespace V2K.Pipeline.Tests;

/// <summary>Messages, help, comments and documents avoid the words that <c>docs/style.md</c> lists.</summary>
public sealed partial class PlainWordsTests
{
    private const string StylePage = "docs/style.md";

    private static readonly Regex Unused = new(
        $@"\b({string.Join('|', Rows().Select(Regex.Escape))})\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData("Make the file anew.", true)]
    [InlineData("Fix it; then run `mend` again.", false)]
    [InlineData("An amendment is fine.", false)]
    public void A_listed_word_is_found_unless_it_is_code_or_part_of_another_word(string text, bool isFound) =>
        Assert.Equal(isFound, Unused.IsMatch(WithoutCode(text)));

    [Fact]
    public void Code_and_comments_use_none_of_them() => Assert.Empty(
        from folder in new[] { "src", "build" }
        from file in Files(folder, "*.cs")
        from line in TextOf(File.ReadAllText(file))
        where Unused.IsMatch(line)
        select $"{file}: {line.Trim()}");

    [Fact]
    public void Documents_and_templates_use_none_of_them() => Assert.Empty(
        from file in Files("docs", "*.md").Concat(Files("templates", "*")).Append(Path.Combine(Repository.Root, "README.md"))
        where !file.EndsWith(StylePage, StringComparison.Ordinal)
        from line in WithoutCode(File.ReadAllText(file)).Split('\n')
        where Unused.IsMatch(line)
        select $"{file}: {line.Trim()}");

    /// <summary>The left column of the table under "Words that are not used".</summary>
    private static string[] Rows()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, StylePage));
        var table = page.Split("## Words that are not used")[1].Split("\n## ")[0];
        var rows = TableRow().Matches(table).Select(row => row.Groups[1].Value).Skip(2).ToArray();
        Assert.True(rows.Length > 10, $"{StylePage} lists {rows.Length} words");
        return rows;
    }

    /// <summary>String literals, the text parts of interpolated strings, and comments.</summary>
    private static IEnumerable<string> TextOf(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code).GetRoot();
        var literals = root.DescendantTokens().Where(static token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken).Select(static token => token.ValueText);
        var comments = root.DescendantTrivia().Select(static trivia => trivia.ToFullString()).Where(static text => text.Contains("//", StringComparison.Ordinal));
        return literals.Concat(comments).SelectMany(static text => text.Split('\n'));
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static string WithoutCode(string markdown) => Code().Replace(markdown, "");

    [GeneratedRegex(@"^\| (?<word>[^|]+?) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TableRow();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Code();
}
