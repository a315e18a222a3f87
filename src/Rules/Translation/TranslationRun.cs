using System.Buffers;
using System.Numerics;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Vmx;

namespace V2K.Rules.Translation;

/// <summary>
/// One translation under way: which entry stands in which slot, which instances there are, and what every rule read.
/// The generated translator calls it; its arrays are rented, so that a VM costs little more than its result.
/// </summary>
internal sealed class TranslationRun : IDisposable
{
    private readonly VmxDocument _document;
    private readonly KeyPattern[] _patterns;
    private readonly int[] _entryPatterns;
    private readonly FindingLog _findings;
    private readonly int[] _slots;
    private readonly ulong[] _instances;
    private RuleApplication[] _applications;
    private int[] _reads;
    private int _applicationCount;
    private int _readCount;
    private int _maker;

    public TranslationRun(
        VmxDocument document, TranslationOptions options, KeyPattern[] patterns, int slots, int instances)
    {
        _document = document;
        Options = options;
        _patterns = patterns;
        _findings = new FindingLog(document.Findings);
        _entryPatterns = new int[document.Entries.Length];
        _slots = ArrayPool<int>.Shared.Rent(slots);
        _slots.AsSpan(0, slots).Clear();
        _instances = ArrayPool<ulong>.Shared.Rent((instances / 64) + 1);
        _instances.AsSpan().Clear();
        _applications = ArrayPool<RuleApplication>.Shared.Rent(128);
        _reads = ArrayPool<int>.Shared.Rent(512);
    }

    /// <summary>What the administrator decided.</summary>
    public TranslationOptions Options { get; }

    private ref RuleApplication Current => ref _applications[_applicationCount - 1];

    /// <summary>Puts an entry into its slot. Of several entries for one key the last counts, as in VMware.</summary>
    /// <param name="entry">The entry's index in the document.</param>
    /// <param name="pattern">The pattern it matches; -1 for none.</param>
    /// <param name="first">The key's first number.</param>
    /// <param name="second">The key's second number.</param>
    public void Place(int entry, int pattern, int first, int second)
    {
        _entryPatterns[entry] = pattern;
        if (pattern < 0)
        {
            return;
        }

        ref readonly KeyPattern place = ref _patterns[pattern];
        if (place.Slot >= 0)
        {
            ref int slot = ref _slots[place.Slot + (first * place.Stride) + second];
            if (slot != 0)
            {
                ReportDuplicate(slot - 1, entry);
            }

            slot = entry + 1;
        }

        if (place.Group >= 0)
        {
            int bit = place.Group + (first * place.GroupStride) + second;
            _instances[bit / 64] |= 1UL << (bit % 64);
        }
    }

    /// <summary>The next instance of a group that has a key, in numeric order; -1 after the last.</summary>
    /// <param name="group">The group's first bit.</param>
    /// <param name="size">How many bits it has.</param>
    /// <param name="instance">The instance before; -1 for the first.</param>
    public int Next(int group, int size, int instance)
    {
        int bit = group + instance + 1;
        int end = group + size;
        while (bit < end)
        {
            ulong rest = _instances[bit / 64] >> (bit % 64);
            if (rest != 0)
            {
                bit += BitOperations.TrailingZeroCount(rest);
                return bit < end ? bit - group : -1;
            }

            bit = ((bit / 64) + 1) * 64;
        }

        return -1;
    }

    /// <summary>Notes that a rule runs from here on.</summary>
    public void Begin(int rule, int first, int second)
    {
        if (_applicationCount == _applications.Length)
        {
            Grow(ref _applications);
        }

        _applications[_applicationCount++] = new RuleApplication(rule, first, second, _readCount);
    }

    /// <summary>The rule made a value.</summary>
    public Verdict Make()
    {
        _maker = _applicationCount - 1;
        Current.Outcome = Outcome.Made;
        return Verdict.Made;
    }

    /// <summary>The rule forbade its target.</summary>
    public Verdict Veto(string reason)
    {
        Current.Outcome = Outcome.Vetoed;
        Current.Reason = reason;
        return Verdict.Vetoed;
    }

    /// <summary>What the application before the current one made has been replaced.</summary>
    public void ReplaceBefore() => _applications[_applicationCount - 2].Outcome = Outcome.Replaced;

    /// <summary>Notes where the value that was just made went in its target.</summary>
    public void Put(int ordinal, int count)
    {
        _applications[_maker].Ordinal = ordinal;
        _applications[_maker].Count = count;
    }

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
        int entry = _slots[slot] - 1;
        if (entry < 0)
        {
            text = default;
            return false;
        }

        if (_readCount == _reads.Length)
        {
            Grow(ref _reads);
        }

        _reads[_readCount++] = entry;
        Current.Reads++;
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
        VmxEntry entry = _document.Entries[_slots[slot] - 1];
        string key = _document.Key(entry).ToString();
        if (_findings.HasAssumption(entry.Line))
        {
            return;
        }

        string value = Printable.Excerpt(_document.Value(entry));
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
        if (slot >= 0 && _slots[slot] > 0)
        {
            VmxEntry entry = _document.Entries[_slots[slot] - 1];
            finding = finding with { Key = _document.Key(entry).ToString(), Line = entry.Line };
        }
        else if (slot >= 0)
        {
            finding = finding with { Key = Spell(slot) };
        }

        _findings.Add(finding);
    }

    /// <summary>A rule broke instead of answering; a rule is code that a site may have written.</summary>
    public V2KException Failed(Exception error)
    {
        if (_applicationCount == 0)
        {
            return new V2KException(
                $"cannot be translated: {error.Message}", "Report it with this file", _document.FileName, cause: error);
        }

        RuleEntry rule = RuleCatalogue.Rules[Current.Rule];
        string where = rule.Pattern is null ? "" : " on " + KeyPattern.Spell(rule.Pattern, Current.First, Current.Second);
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
            _document, domain, Options.Site, _patterns, _entryPatterns, _applications[.._applicationCount], _reads[.._readCount]);
        provenance.Judge(_findings);
        return new TranslatedVm(domain, _findings.InFileOrder(), provenance, facts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_slots);
        ArrayPool<ulong>.Shared.Return(_instances);
        ArrayPool<int>.Shared.Return(_reads);
        ArrayPool<RuleApplication>.Shared.Return(_applications, clearArray: true);
    }

    private string RuleName => RuleCatalogue.Rules[Current.Rule].Name;

    private string Spell(int slot)
    {
        foreach (ref readonly KeyPattern pattern in _patterns.AsSpan())
        {
            if (pattern.Slot >= 0 && slot >= pattern.Slot && slot < pattern.Slot + pattern.Slots)
            {
                return pattern.Spell(slot);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(slot), slot, "no pattern has this slot");
    }

    private void ReportDuplicate(int earlier, int later)
    {
        VmxEntry first = _document.Entries[earlier];
        VmxEntry last = _document.Entries[later];
        bool same = _document.Value(first).SequenceEqual(_document.Value(last));
        string key = _document.Key(last).ToString();
        Finding finding = same
            ? Finding.Info($"{key} stands on lines {first.Line} and {last.Line} with one value", "nothing", "Remove one of them")
            : Finding.Warning(
                $"{key} stands on lines {first.Line} and {last.Line} with different values",
                $"line {last.Line} counts, as in VMware",
                "Remove the line that is wrong");
        _findings.Add(finding with { Id = FindingId.DuplicateKey, Key = key, Line = last.Line });
    }

    private static void Grow<T>(ref T[] rented)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(rented.Length * 2);
        rented.CopyTo(larger, 0);
        ArrayPool<T>.Shared.Return(rented, clearArray: true);
        rented = larger;
    }
}

/// <summary>A rule's answer.</summary>
internal enum Verdict
{
    /// <summary>Ask the next candidate.</summary>
    Declined,

    /// <summary>Here is the value.</summary>
    Made,

    /// <summary>Ask nobody else.</summary>
    Vetoed,
}
