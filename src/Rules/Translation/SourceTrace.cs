using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>Says of every place in a file of another form what became of the settings that were read from it.</summary>
internal sealed class SourceTrace
{
    /// <summary>Of several settings from one place, the one with the first of these speaks for it.</summary>
    private static readonly Disposition[] Weight =
    [
        Disposition.Translated, Disposition.Concern, Disposition.Unknown, Disposition.NotAsked, Disposition.NothingToDo, Disposition.Ignored,
        Disposition.Superseded,
    ];

    private readonly ILookup<SourceLine, LineExplanation> _settings;

    /// <summary>Prepares to look up <paramref name="settings"/>, which are those of <paramref name="document"/>, in its order.</summary>
    public SourceTrace(VmxDocument document, LineExplanation[] settings) =>
        _settings = Enumerable.Range(0, settings.Length)
            .SelectMany(entry => document.SourcesOf(entry), (entry, source) => (entry, source))
            .ToLookup(pair => pair.source, pair => settings[pair.entry]);

    /// <summary>What became of <paramref name="sources"/>, in their order.</summary>
    public IReadOnlyList<LineExplanation> Lines(IReadOnlyList<SourceLine> sources) => [.. sources.Select(Explain)];

    private LineExplanation Explain(SourceLine source)
    {
        var settings = _settings[source].OrderBy(setting => Array.IndexOf(Weight, setting.Disposition)).ToList();
        return settings is [var first, ..]
            ? new LineExplanation(
                source.Line, source.Name, source.Value, first.Disposition, first.Because, [.. settings.SelectMany(setting => setting.Readings).Distinct()])
            { Hidden = source.Hidden }
            : new LineExplanation(source.Line, source.Name, source.Value, source.Disposition, source.Because, []) { Hidden = source.Hidden };
    }
}
