using V2K.Rules.Annotations;
using V2K.Rules.Translation;

namespace V2K.Engine.Catalogue;

/// <summary>The page of one topic: its rules, then what it leaves out on purpose, then its concerns.</summary>
internal static class TopicPage
{
    /// <summary>The page.</summary>
    public static string Text(Topic topic)
    {
        var text = new MarkdownText();
        text.Paragraph("# " + topic);
        text.Paragraph("[The rule catalogue](README.md)");
        foreach (var rule in RuleCatalogue.Rules.Where(rule => rule.Site is null && rule.Topic == topic).OrderBy(rule => rule.Name, StringComparer.Ordinal))
        {
            Rule(text, rule);
        }

        Declarations(text, topic);
        return text.ToString();
    }

    private static void Rule(MarkdownText text, RuleEntry rule)
    {
        text.Paragraph("## " + rule.Name);
        text.Paragraph(rule.Summary);
        var forEach = rule.Pattern is null ? "" : $", once for each `{rule.Pattern}`";
        var needs = rule.Needs.Count == 0 ? "" : $", from {string.Join(", ", rule.Needs.Select(need => $"`{need}`"))}";
        text.Paragraph($"Makes `{rule.Target}`{forEach}{needs}. Source: `src/Rules/{rule.Topic}/{rule.Source}`.");
        text.Table(["key", "value", "when absent"], rule.Keys.Select(key => new[] { $"`{key.Key}`", key.Type, key.Default is null ? "" : $"`{key.Default}`" }));
        foreach (var example in rule.Examples)
        {
            var arrow = example.IndexOf('→', StringComparison.Ordinal);
            text.Code("ini", example[..arrow].Trim());
            text.Paragraph("becomes");
            text.Code("xml", example[(arrow + 1)..].Trim());
        }
    }

    private static void Declarations(MarkdownText text, Topic topic)
    {
        var ignored = RuleCatalogue.Ignored.Where(known => known.Site is null && known.Topic == topic).ToArray();
        if (ignored.Length > 0)
        {
            text.Paragraph("## Ignored on purpose");
            text.Table(["key", "because"], ignored.Select(known => new[] { $"`{known.Key}`", known.Because }));
        }

        var concerns = RuleCatalogue.Concerns.Where(known => known.Site is null && known.Topic == topic).ToArray();
        if (concerns.Length > 0)
        {
            text.Paragraph("## Concerns");
            text.Table(["key", "severity", "raised by", "changes for the guest", "what to do"], concerns.Select(known => new[]
            {
                $"`{known.Key}`",
                known.Severity.ToString().ToLowerInvariant(),
                known.When is not null ? $"`{known.When}`"
                    : known.Except is not null ? $"any value but `FALSE`, `0` and `{known.Except}`"
                    : "any value but `FALSE` and `0`",
                Escape(known.Changes),
                Escape(known.Remedy),
            }));
        }
    }

    /// <summary>XML in a sentence is text, not markup.</summary>
    private static string Escape(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal);
}
