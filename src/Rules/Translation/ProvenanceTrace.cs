namespace V2K.Rules.Translation;

/// <summary>Follows a <see cref="Provenance"/> from lines to the parts of the domain, and back.</summary>
internal sealed class ProvenanceTrace
{
    private readonly Provenance _provenance;
    private readonly ILookup<int, int> _readers;
    private readonly ILookup<string, int> _takers;
    private readonly List<DomainPart>[] _parts;

    public ProvenanceTrace(Provenance provenance)
    {
        _provenance = provenance;
        var applications = Enumerable.Range(0, provenance.Applications.Length).ToArray();
        _readers = applications
            .SelectMany(EntriesOf, (application, entry) => (application, entry))
            .ToLookup(pair => pair.entry, pair => pair.application);
        _takers = applications
            .SelectMany(application => RuleOf(application).Needs, (application, need) => (application, need))
            .ToLookup(pair => pair.need, pair => pair.application, StringComparer.Ordinal);
        _parts = [.. applications.Select(application => FindParts(application, InstanceOf(application)).Distinct().ToList())];
    }

    /// <summary>What became of every line: of the file itself, where that is no .vmx.</summary>
    public IReadOnlyList<LineExplanation> Lines() =>
        _provenance.Document.SourceLines is { } sources ? new SourceTrace(_provenance.Document, Settings()).Lines(sources) : Settings();

    private LineExplanation[] Settings()
    {
        var lastLines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in _provenance.Document.Entries)
        {
            lastLines[_provenance.Document.Key(entry).ToString()] = entry.Line;
        }

        var lines = new LineExplanation[_provenance.Document.Entries.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            var entry = _provenance.Document.Entries[i];
            var key = _provenance.Document.Key(entry).ToString();
            RuleReading[] readings = [.. _readers[i].Distinct().Select(Reading)];
            var (disposition, because) = lastLines[key] != entry.Line
                ? (Disposition.Superseded, $"line {lastLines[key]} is used")
                : Judge(i, readings);
            var value = _provenance.Document.Value(entry).ToString();
            var isSecret = SecretKeys.Has(key);
            lines[i] = new LineExplanation(entry.Line, key, SecretKeys.Show(isSecret, value), disposition, because, readings)
            {
                Hidden = SecretKeys.Hidden(isSecret, value),
            };
        }

        return lines;
    }

    /// <summary>Where every part of the domain comes from.</summary>
    public IReadOnlyList<PartExplanation> Parts()
    {
        var behind = Enumerable.Range(0, _parts.Length)
            .SelectMany(application => _parts[application], (application, part) => (application, part))
            .ToLookup(pair => pair.part, pair => pair.application);
        return
        [
            .. from application in Enumerable.Range(0, _parts.Length)
               where _provenance.Applications[application].Outcome == Outcome.Made
               from part in OwnParts(application)
               select new PartExplanation(
                   part, RuleOf(application), InstanceOf(application), [.. behind[part].SelectMany(LinesOf).Distinct().Order()]),
        ];
    }

    private (Disposition Disposition, string? Because) Judge(int entry, RuleReading[] readings)
    {
        if (!_provenance.Knows(entry))
        {
            return (Disposition.Unknown, null);
        }

        if (Array.Exists(readings, reading => reading.Outcome is Outcome.Made or Outcome.Replaced))
        {
            return (Disposition.Translated, null);
        }

        if (_provenance.RaisedBy(entry) is { } raised)
        {
            return (Disposition.Concern, raised.Changes);
        }

        if (readings.Length > 0)
        {
            return (Disposition.NothingToDo, null);
        }

        return _provenance.IgnoredBy(entry) is { } ignored ? (Disposition.Ignored, ignored.Because)
            : _provenance.ConcernAbout(entry) is null ? (Disposition.NotAsked, "a site rule replaced its rule")
            : (Disposition.Ignored, "it has an effect only with another value");
    }

    private RuleReading Reading(int application)
    {
        ref readonly var applied = ref _provenance.Applications[application];
        return new RuleReading(RuleOf(application), InstanceOf(application), applied.Outcome, applied.Reason, _parts[application]);
    }

    private RuleEntry RuleOf(int application) => RuleCatalogue.Rules[_provenance.Applications[application].Rule];

    private string? InstanceOf(int application)
    {
        ref readonly var applied = ref _provenance.Applications[application];
        return RuleOf(application).Pattern is { } pattern ? KeyPattern.Spell(pattern, applied.First, applied.Second) : null;
    }

    private IEnumerable<int> EntriesOf(int application)
    {
        var applied = _provenance.Applications[application];
        return _provenance.Reads.Skip(applied.FirstRead).Take(applied.Reads);
    }

    private IEnumerable<int> LinesOf(int application) =>
        EntriesOf(application).Select(entry => _provenance.Document.Entries[entry].Line);

    /// <summary>
    /// Where a value shows. Facts show where the rules that take them do, and so do parts in what is made of nothing but
    /// them; of a list of devices, only the one with the instance's own name (<c>scsi0:1</c>) comes from the instance.
    /// </summary>
    private IEnumerable<DomainPart> FindParts(int application, string? instance) =>
        _provenance.Applications[application].Outcome switch
        {
            // The site's rule that replaced it comes right after.
            Outcome.Replaced => FindParts(application + 1, instance),
            Outcome.Made => OwnParts(application).Where(part => IsOf(part, instance)).Concat(
                _takers[RuleOf(application).Target]
                    .Where(taker => IsFact(RuleOf(application)) || IsDerived(RuleOf(taker)))
                    .SelectMany(taker => FindParts(taker, instance))),
            _ => [],
        };

    private IEnumerable<DomainPart> OwnParts(int application)
    {
        var applied = _provenance.Applications[application];
        var rule = RuleOf(application);
        if (IsFact(rule))
        {
            return [];
        }

        var property = rule.Target[(rule.Target.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return rule.IsList
            ? Enumerable.Range(applied.Ordinal, applied.Count).Select(index => new DomainPart(property, index))
            : [new DomainPart(property, Index: null)];
    }

    private bool IsOf(DomainPart part, string? instance) =>
        instance is null
        || part.Index is not { } index
        || Translator.DeviceOf(_provenance.Domain, part.Property, index) is not { } device
        || device == instance;

    /// <summary>Whether a part has no line of its own behind it: the ports that network cards are plugged into.</summary>
    private static bool IsDerived(RuleEntry rule) => rule.Keys.Count == 0 && !IsFact(rule);

    private static bool IsFact(RuleEntry rule) => rule.Target.StartsWith("Facts.", StringComparison.Ordinal);
}
