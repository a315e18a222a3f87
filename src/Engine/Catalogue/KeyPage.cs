using V2K.Rules.Annotations;
using V2K.Rules.Translation;

namespace V2K.Engine.Catalogue;

/// <summary>The page of all keys, alphabetically, each with what becomes of it.</summary>
internal static class KeyPage
{
    /// <summary>The page.</summary>
    public static string Text()
    {
        var text = new MarkdownText();
        text.Paragraph("# All keys");
        text.Paragraph(
            "[The rule catalogue](README.md). A `#` stands for a number, a closing `*` for any rest. A key that is not here is "
            + "unknown: V2K reports it. The value of a **secret** is shown as its length alone.");
        var fates = Rules().Concat(Ignored()).Concat(Concerns())
            .GroupBy(fate => fate.Key, StringComparer.OrdinalIgnoreCase)
            .OrderBy(key => key.Key, StringComparer.OrdinalIgnoreCase);
        text.Table(
            ["key", "what V2K does with it"],
            fates.Select(key => new[] { $"`{key.First().Key}`", (SecretKeys.Has(key.First().Key) ? "**secret**, " : "") + string.Join(", ", key.Select(fate => fate.Fate).Distinct(StringComparer.Ordinal)) }));
        return text.ToString();
    }

    private static IEnumerable<(string Key, string Fate)> Rules() =>
        from rule in RuleCatalogue.Rules.OrderBy(rule => rule.Name, StringComparer.Ordinal)
        where rule.Site is null
        from key in rule.Keys
        select (key.Key, $"[{rule.Name}]({CataloguePages.FileOf(rule.Topic)}#{rule.Name.ToLowerInvariant()})");

    private static IEnumerable<(string Key, string Fate)> Ignored() =>
        from known in RuleCatalogue.Ignored
        where known.Site is null
        select (known.Key, $"[ignored]({Section(known.Topic, "ignored-on-purpose")})");

    private static IEnumerable<(string Key, string Fate)> Concerns() =>
        from known in RuleCatalogue.Concerns
        where known.Site is null
        select (known.Key, $"[{known.Severity.ToString().ToLowerInvariant()}]({Section(known.Topic, "concerns")})");

    private static string Section(Topic topic, string section) => $"{CataloguePages.FileOf(topic)}#{section}";
}
