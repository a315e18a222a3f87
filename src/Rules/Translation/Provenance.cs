using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>Which rule read which line of the VMX file, and what it made of it: Explain's raw material.</summary>
public sealed class Provenance
{
    private readonly VmxDocument _document;
    private readonly Domain _domain;
    private readonly KeyPattern[] _patterns;
    private readonly int[] _entryPatterns;
    private readonly RuleApplication[] _applications;
    private readonly int[] _reads;

    internal Provenance(
        VmxDocument document,
        Domain domain,
        KeyPattern[] patterns,
        int[] entryPatterns,
        RuleApplication[] applications,
        int[] reads)
    {
        _document = document;
        _domain = domain;
        _patterns = patterns;
        _entryPatterns = entryPatterns;
        _applications = applications;
        _reads = reads;
    }

    /// <summary>Adds the findings for concerns and for unknown keys.</summary>
    internal void Judge(List<Finding> findings)
    {
        var unknown = new UnknownKeys();
        for (int i = 0; i < _entryPatterns.Length; i++)
        {
            VmxEntry entry = _document.Entries[i];
            int pattern = _entryPatterns[i];
            if (pattern < 0)
            {
                unknown.Add(_document.Key(entry), entry.Line);
                continue;
            }

            ref readonly KeyPattern known = ref _patterns[pattern];
            for (int concern = known.Concern; concern < known.Concern + known.Concerns; concern++)
            {
                ConcernEntry raised = RuleCatalogue.Concerns[concern];
                ReadOnlySpan<char> value = _document.Value(entry).Trim();
                if (Raises(raised, value))
                {
                    string key = _document.Key(entry).ToString();
                    string what = $"{key} = \"{Printable.OneLine(value.ToString())}\"";
                    findings.Add(new Finding(raised.Severity, what, raised.Changes, raised.Remedy) { Key = key, Line = entry.Line });
                }
            }
        }

        if (unknown.ToFinding() is { } finding)
        {
            findings.Add(finding);
        }
    }

    private static bool Raises(ConcernEntry concern, ReadOnlySpan<char> value) => concern.When is { } when
        ? value.Equals(when, StringComparison.OrdinalIgnoreCase)
        : !value.IsEmpty && !(VmxValue.TryBool(value, out bool on) && !on);
}
