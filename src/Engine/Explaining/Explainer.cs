using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Rules.Translation;

namespace V2K.Engine.Explaining;

/// <summary>Lays what the rules did beside the XML that came of it.</summary>
public static class Explainer
{
    /// <summary>Explains the translation of <paramref name="vm"/>.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="traced">Its translation.</param>
    /// <param name="renderer">What makes XML of it.</param>
    /// <param name="showSecrets">Whether somebody at a terminal asked for secrets in clear; what goes into a file that is sent on never has them.</param>
    public static Explanation Explain(string vm, TracedDomain traced, DomainRenderer renderer, bool showSecrets = false)
    {
        var xml = new XmlIndex(renderer.Render(traced.Translation.Domain));
        return new Explanation(
            vm,
            [.. traced.Provenance.Explain().Select(line => Explain(line, xml, showSecrets))],
            [.. Elements(traced.Provenance, xml)]);
    }

    private static LineExplained Explain(LineExplanation line, XmlIndex xml, bool showSecrets) => new(
        line.Line,
        line.Key,
        showSecrets && line.Hidden is { } hidden ? hidden.Reveal() : line.Value,
        Words(line.Disposition),
        line.Because ?? line.Readings.Select(reading => reading.Reason).FirstOrDefault(reason => reason is not null),
        [.. line.Readings.Select(reading => Name(reading.Rule, reading.Instance)).Distinct(StringComparer.Ordinal)],
        [.. line.Readings.SelectMany(reading => reading.Parts).Distinct().SelectMany(xml.Of)]);

    private static IEnumerable<ElementExplained> Elements(Provenance provenance, XmlIndex xml)
    {
        var makers = new Dictionary<string, PartExplanation>(StringComparer.Ordinal);
        foreach (var part in provenance.ExplainDomain())
        {
            foreach (var place in xml.Of(part.Part))
            {
                makers[place.Path] = part;
            }
        }

        return xml.All.Select(place => makers.TryGetValue(place.Path, out var maker)
            ? new ElementExplained(place.Path, place.Snippet, Name(maker.Rule, maker.Instance), maker.Lines)
            : new ElementExplained(place.Path, place.Snippet, null, []));
    }

    private static string Name(RuleEntry rule, string? instance) => instance is null ? rule.Name : $"{rule.Name} {instance}";

    private static string Words(Disposition disposition) => disposition switch
    {
        Disposition.NothingToDo => "nothing to do",
        Disposition.NotAsked => "not asked",
        _ => disposition.ToString().ToLowerInvariant(),
    };
}
