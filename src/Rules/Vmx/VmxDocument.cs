using System.Text;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmx;

/// <summary>
/// A VMX file as its settings, in the file's order, duplicates included. Keys and values are spans of one
/// decoded text, so that a document costs three allocations whatever its length.
/// </summary>
public sealed class VmxDocument
{
    /// <summary>
    /// The largest file taken for a VMX, in bytes. Real ones stay below 100 KiB; whatever is larger is something else.
    /// </summary>
    public const int MaximumLength = 4 << 20;

    private readonly char[] _text;
    private readonly VmxEntry[] _entries;
    private readonly int _count;
    private readonly IReadOnlyList<SourceLine>[]? _sources;

    internal VmxDocument(
        string fileName,
        char[] text,
        VmxEntry[] entries,
        int count,
        IReadOnlyList<Finding> findings,
        IReadOnlyList<SourceLine>[]? sources = null)
    {
        _sources = sources;
        FileName = fileName;
        Findings = findings;
        _text = text;
        _entries = entries;
        _count = count;
    }

    /// <summary>The file's name as the administrator knows it; messages begin with it.</summary>
    public string FileName { get; }

    /// <summary>What could not be read as written, and what was assumed.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The settings in the file's order.</summary>
    public ReadOnlySpan<VmxEntry> Entries => _entries.AsSpan(0, _count);

    /// <summary>The decoded text that entries point into. Escapes are undone in place, so it is not the file's text.</summary>
    public ReadOnlySpan<char> Text => _text;

    /// <summary>The key as the file spells it; VMware compares keys without regard to case.</summary>
    public ReadOnlySpan<char> Key(in VmxEntry entry) => _text.AsSpan(entry.KeyStart, entry.KeyLength);

    /// <summary>The value, without quotes and with <c>|XX</c> escapes undone.</summary>
    public ReadOnlySpan<char> Value(in VmxEntry entry) => _text.AsSpan(entry.ValueStart, entry.ValueLength);

    /// <summary>The last value of <paramref name="key"/>, or null. For looking one up; rules have their keys bound.</summary>
    public string? Find(string key)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (Key(_entries[i]).Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return Value(_entries[i]).ToString();
            }
        }

        return null;
    }

    /// <summary>Reads settings out of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The file's content in any encoding: a byte order mark, then <c>.encoding</c>, then UTF-8 decide.</param>
    /// <param name="fileName">The name that messages give the file.</param>
    /// <exception cref="V2KException">The file is too large, or holds no settings.</exception>
    public static VmxDocument Parse(ReadOnlyMemory<byte> bytes, string fileName)
    {
        RefuseLength(bytes.Length, fileName);
        var document = new VmxParser(bytes.Span).Parse(fileName);
        return document._count > 0
            ? document
            : throw new V2KException(
                "contains no VMX settings", "Check that it is a virtual machine's .vmx file and was copied completely", fileName);
    }

    /// <summary>What a file of another form says, in its order; null for a .vmx, whose lines are its settings.</summary>
    public IReadOnlyList<SourceLine>? SourceLines { get; private init; }

    /// <summary>The places of a file of another form that a setting was read from, the one to name first; none for a .vmx.</summary>
    /// <param name="entry">The setting's index in <see cref="Entries"/>.</param>
    public IReadOnlyList<SourceLine> SourcesOf(int entry) => _sources is null ? [] : _sources[entry];

    /// <summary>A document of settings that were read from a file of another form.</summary>
    /// <param name="settings">The settings in that file's order; those whose key no .vmx could have are left out, with a finding.</param>
    /// <param name="fileName">The name that messages give the file.</param>
    /// <param name="lines">All that the file says, in its order.</param>
    /// <param name="found">What was found while it was read.</param>
    public static VmxDocument Of(
        IReadOnlyList<VmxSetting> settings, string fileName, IReadOnlyList<SourceLine> lines, IReadOnlyList<Finding> found)
    {
        var text = new StringBuilder();
        var entries = new VmxEntry[settings.Count];
        var sources = new IReadOnlyList<SourceLine>[settings.Count];
        var findings = new List<Finding>(found);
        var count = 0;
        foreach (var setting in settings)
        {
            var (key, value) = (setting.Key, setting.Value);
            if (key.Length == 0 || !VmxParser.IsKey(key))
            {
                findings.Add(Finding.Warning("a setting has a name that is not valid in a .vmx", "it was left out", "Correct it there") with
                {
                    Id = FindingId.UnreadableText,
                    Line = setting.Line,
                });
                continue;
            }

            sources[count] = setting.Sources;
            entries[count++] = new VmxEntry(setting.Line, text.Length, key.Length, text.Length + key.Length, value.Length);
            text.Append(key).Append(value);
        }

        return new VmxDocument(fileName, text.ToString().ToCharArray(), entries, count, findings, sources) { SourceLines = lines };
    }

    /// <summary>
    /// This document with another value of <paramref name="key"/>, at the place of the file's own; behind the last setting, and on its line, where
    /// the file has none.
    /// </summary>
    public VmxDocument With(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        char[] text = [.. _text, .. key, .. value];
        var (keyStart, valueStart) = (_text.Length, _text.Length + key.Length);
        VmxEntry[] entries =
        [
            .. Entries.ToArray().Select(entry => Key(entry).Equals(key, StringComparison.OrdinalIgnoreCase)
                ? entry with { ValueStart = valueStart, ValueLength = value.Length }
                : entry),
        ];
        if (Find(key) is not null)
        {
            return new VmxDocument(FileName, text, entries, entries.Length, Findings, _sources) { SourceLines = SourceLines };
        }

        var added = new VmxEntry(entries[^1].Line, keyStart, key.Length, valueStart, value.Length);
        IReadOnlyList<SourceLine>[]? sources = _sources is null ? null : [.. _sources.Take(_count), []];
        return new VmxDocument(FileName, text, [.. entries, added], entries.Length + 1, Findings, sources) { SourceLines = SourceLines };
    }

    /// <summary>Refuses a file that is too long to be a VMX, before anything is read of it.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="fileName">The name that messages give the file.</param>
    /// <exception cref="V2KException">It is too long.</exception>
    public static void RefuseLength(long length, string fileName)
    {
        if (length > MaximumLength)
        {
            throw new V2KException(
                $"is {length} bytes long, and a .vmx file has at most {MaximumLength}",
                "Check that it is a virtual machine's .vmx file, not a disk",
                fileName);
        }
    }
}
