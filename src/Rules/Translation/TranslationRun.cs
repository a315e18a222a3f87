using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>
/// One translation under way, as the generated translator sees it: it places the entries, lets the rules read them and
/// notes what they make. What it works with is rented, so that a VM costs little more than its result.
/// </summary>
internal sealed class TranslationRun(
    VmxDocument document, TranslationOptions options, KeyPattern[] patterns, int slots, int instances) : IDisposable
{
    private readonly VmxDocument _document = document;
    private readonly EntryPlaces _places = new(document, patterns, slots, instances);
    private readonly ApplicationLog _log = new();
    private readonly FindingLog _findings = new(document.Findings);

    /// <summary>What the administrator decided.</summary>
    public TranslationOptions Options { get; } = options;

    private string RuleName => RuleCatalogue.Rules[_log.Current.Rule].Name;

    /// <summary>
    /// Puts an entry into its slot. Of several entries for one key the last counts: people and programs that change a
    /// file append to it. VMware writes no such file, and its products need not take one.
    /// </summary>
    /// <param name="entry">The entry's index in the document.</param>
    /// <param name="pattern">The pattern it matches; -1 for none.</param>
    /// <param name="first">The key's first number.</param>
    /// <param name="second">The key's second number.</param>
    public void Place(int entry, int pattern, int first, int second)
    {
        if (_places.Place(entry, pattern, first, second) is { } duplicate)
        {
            _findings.Add(duplicate);
        }
    }

    /// <summary>The next instance of a group that has a key, in numeric order; -1 after the last.</summary>
    /// <param name="group">The group's first bit.</param>
    /// <param name="size">How many bits it has.</param>
    /// <param name="instance">The instance before; -1 for the first.</param>
    public int Next(int group, int size, int instance) => _places.Next(group, size, instance);

    /// <summary>Notes that a rule runs from here on.</summary>
    public void Begin(int rule, int first, int second) => _log.Begin(rule, first, second);

    /// <summary>The rule made a value.</summary>
    public Verdict Make()
    {
        _log.Make();
        return Verdict.Made;
    }

    /// <summary>The rule forbade its target.</summary>
    public Verdict Veto(string reason)
    {
        _log.Veto(reason);
        return Verdict.Vetoed;
    }

    /// <summary>What the application before the current one made has been replaced.</summary>
    public void ReplaceBefore() => _log.ReplaceBefore();

    /// <summary>Notes where the value that was just made went in its target.</summary>
    public void Put(int ordinal, int count) => _log.Put(ordinal, count);

    /// <summary>The text of a key; null where it is absent or empty.</summary>
    public string? Text(int slot) => TryRead(slot, out ReadOnlySpan<char> text) ? text.ToString() : null;

    /// <summary>A truth value; null where the key is absent, empty or malformed.</summary>
    public bool? Bool(int slot, string assumed)
    {
        if (!TryRead(slot, out ReadOnlySpan<char> text))
        {
            return null;
        }

        return VmxValue.TryBool(text, out bool value) ? value : Malformed<bool>(slot, "TRUE or FALSE", assumed);
    }

    /// <summary>A whole number of 32 bits; null where the key is absent, empty or malformed.</summary>
    public int? Int(int slot, string assumed)
    {
        if (!TryRead(slot, out ReadOnlySpan<char> text))
        {
            return null;
        }

        return VmxValue.TryInt(text, out int value) ? value : Malformed<int>(slot, "a whole number", assumed);
    }

    /// <summary>A whole number of 64 bits; null where the key is absent, empty or malformed.</summary>
    public long? Long(int slot, string assumed)
    {
        if (!TryRead(slot, out ReadOnlySpan<char> text))
        {
            return null;
        }

        return VmxValue.TryLong(text, out long value) ? value : Malformed<long>(slot, "a whole number", assumed);
    }

    /// <summary>A UUID; null where the key is absent, empty or malformed.</summary>
    public Guid? Guid(int slot, string assumed)
    {
        if (!TryRead(slot, out ReadOnlySpan<char> text))
        {
            return null;
        }

        return VmxValue.TryGuid(text, out Guid value)
            ? value
            : Malformed<Guid>(slot, "16 bytes in hexadecimal", assumed);
    }

    /// <summary>Reads a slot for the current rule; false where the key is absent or its value blank.</summary>
    public bool TryRead(int slot, out ReadOnlySpan<char> text)
    {
        int entry = _places.EntryAt(slot);
        if (entry < 0)
        {
            text = default;
            return false;
        }

        _log.Read(entry);
        text = _document.Value(_document.Entries[entry]).Trim();
        return !text.IsEmpty;
    }

    /// <summary>Reports a value that is not what the key wants, once however many rules read it.</summary>
    /// <returns>Null, for the caller to return.</returns>
    public T? Malformed<T>(int slot, string expected, string assumed)
        where T : struct
    {
        ReportMalformed(slot, expected, assumed);
        return null;
    }

    /// <inheritdoc cref="Malformed{T}"/>
    public void ReportMalformed(int slot, string expected, string assumed)
    {
        VmxEntry entry = _document.Entries[_places.EntryAt(slot)];
        string key = _document.Key(entry).ToString();
        if (_findings.HasAssumption(entry.Line))
        {
            return;
        }

        string value = Printable.Excerpt(SecretKeys.Show(key, _document.Value(entry)));
        _findings.Add(Finding.Warning(
            $"{key} = \"{value}\" is not {expected}", $"{assumed} is assumed", "Correct the value, or set it in libvirt afterwards")
            with
        { Id = FindingId.MalformedValue, Rule = RuleName, Key = key, Line = entry.Line, Assumption = true });
    }

    /// <summary>Takes a finding of the current rule.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="slot">The slot of the parameter it is about; -1 for none.</param>
    public void Report(Finding finding, int slot)
    {
        finding = finding with { Rule = finding.Rule ?? RuleName, Id = finding.Id ?? FindingId.OfRule(finding.Rule ?? RuleName) };
        if (slot >= 0)
        {
            finding = _places.EntryAt(slot) is >= 0 and var entry
                ? finding with { Key = _document.Key(_document.Entries[entry]).ToString(), Line = _document.Entries[entry].Line }
                : finding with { Key = _places.KeyOf(slot) };
        }

        _findings.Add(finding);
    }

    /// <summary>A rule broke instead of answering; a rule is code that a site may have written.</summary>
    public V2KException Failed(Exception error)
    {
        if (_log.IsEmpty)
        {
            return new V2KException(
                $"cannot be translated: {error.Message}", "Report it with this file", _document.FileName, cause: error);
        }

        RuleEntry rule = RuleCatalogue.Rules[_log.Current.Rule];
        string where = rule.Pattern is null ? "" : " on " + KeyPattern.Spell(rule.Pattern, _log.Current.First, _log.Current.Second);
        return new V2KException(
            $"the rule {rule.Name}{where} failed: {error.Message}",
            rule.Site is null ? "Report it with this file" : $"Correct {rule.Source} of site {rule.Site}",
            _document.FileName,
            cause: error);
    }

    /// <summary>Closes the run: what no rule read is judged, and the findings are put in the file's order.</summary>
    public TranslatedVm Finish(Domain domain, Facts facts)
    {
        var provenance = new Provenance(
            _document, domain, Options.Site, patterns, _places.PatternOf, _log.Applications.ToArray(), _log.Reads.ToArray());
        provenance.Judge(_findings);
        return new TranslatedVm(domain, _findings.InFileOrder(), provenance, facts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _log.Dispose();
    }
}
