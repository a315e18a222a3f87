using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>
/// Which rule read which line of the VMX file, and what it made of it. Kept as numbers; text is made when somebody asks.
/// </summary>
public sealed class Provenance
{
    private readonly KeyPattern[] _patterns;
    private readonly int[] _entryPatterns;
    private readonly string? _site;

    internal Provenance(
        VmxDocument document,
        Domain domain,
        string? site,
        KeyPattern[] patterns,
        int[] entryPatterns,
        RuleApplication[] applications,
        int[] reads)
    {
        Document = document;
        Domain = domain;
        Applications = applications;
        Reads = reads;
        _patterns = patterns;
        _entryPatterns = entryPatterns;
        _site = site;
    }

    internal VmxDocument Document { get; }

    internal Domain Domain { get; }

    internal RuleApplication[] Applications { get; }

    /// <summary>The entries that the applications read, one application's after another's.</summary>
    internal int[] Reads { get; }

    /// <summary>What became of every line, in the file's order.</summary>
    public IReadOnlyList<LineExplanation> Explain() => new ProvenanceTrace(this).Lines();

    /// <summary>Where every part of the domain comes from, in the order the rules ran.</summary>
    public IReadOnlyList<PartExplanation> ExplainDomain() => new ProvenanceTrace(this).Parts();

    /// <summary>Adds the findings for concerns and for unknown keys.</summary>
    internal void Judge(FindingLog findings)
    {
        var unknown = new UnknownKeys();
        for (var i = 0; i < _entryPatterns.Length; i++)
        {
            var entry = Document.Entries[i];
            if (_entryPatterns[i] < 0)
            {
                unknown.Add(Document.Key(entry), entry.Line);
            }
            else if (RaisedBy(i) is { } concern)
            {
                var key = Document.Key(entry).ToString();
                var what = Document.SourcesOf(i) is [var source, ..]
                    ? $"{source.Name} = \"{Printable.Excerpt(source.Value)}\""
                    : $"{key} = \"{Printable.Excerpt(SecretKeys.Show(key, Document.Value(entry)))}\"";
                findings.Add(new Finding(concern.Severity, what, concern.Changes, concern.Remedy)
                {
                    Id = concern.Id ?? concern.Key,
                    Key = key,
                    Line = entry.Line,
                });
            }
        }

        if (unknown.ToFinding() is { } finding)
        {
            findings.Add(finding);
        }
    }

    /// <summary>Whether anything knows the key of an entry.</summary>
    internal bool Knows(int entry) => _entryPatterns[entry] >= 0;

    /// <summary>The declaration that ignores an entry; null for none.</summary>
    internal IgnoredEntry? IgnoredBy(int entry)
    {
        ref readonly var pattern = ref _patterns[_entryPatterns[entry]];
        for (var i = pattern.Ignored; i < pattern.Ignored + pattern.Ignores; i++)
        {
            if (Holds(RuleCatalogue.Ignored[i].Site))
            {
                return RuleCatalogue.Ignored[i];
            }
        }

        return null;
    }

    /// <summary>The first concern declared about an entry's key, whatever its value; null for none.</summary>
    internal ConcernEntry? ConcernAbout(int entry) => FirstConcern(entry, raisedOnly: false);

    /// <summary>The concern that an entry's value raises; null for none.</summary>
    internal ConcernEntry? RaisedBy(int entry) => FirstConcern(entry, raisedOnly: true);

    private ConcernEntry? FirstConcern(int entry, bool raisedOnly)
    {
        ref readonly var pattern = ref _patterns[_entryPatterns[entry]];

        // What a built-in declaration calls a concern, a site may declare harmless.
        if (pattern.Concerns == 0 || IgnoredBy(entry) is not null)
        {
            return null;
        }

        var value = Document.Value(Document.Entries[entry]).Trim();
        for (var i = pattern.Concern; i < pattern.Concern + pattern.Concerns; i++)
        {
            var concern = RuleCatalogue.Concerns[i];
            if (Holds(concern.Site) && (!raisedOnly || Raises(concern, value)))
            {
                return concern;
            }
        }

        return null;
    }

    private bool Holds(string? site) => site is null || site == _site;

    private static bool Raises(ConcernEntry concern, ReadOnlySpan<char> value) => concern.When is { } when
        ? value.Equals(when, StringComparison.OrdinalIgnoreCase)
        : !value.IsEmpty
            && !(VmxValue.TryBool(value, out var on) && !on)
            && !value.Equals(concern.Except, StringComparison.OrdinalIgnoreCase);
}
