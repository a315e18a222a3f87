using System.Buffers;
using System.Text;
using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Rules.Vmx;

/// <summary>
/// Splits a VMX file into settings, one a line: <c>key = "value"</c>. The syntax is VMware's dictionary: quotes are
/// optional, <c>#</c> starts a comment, and <c>|XX</c> in a value is a byte in hexadecimal (<c>|22</c> a quote,
/// <c>|7C</c> the bar itself, <c>|0A</c> a line feed). What does not fit becomes a finding, never an exception.
/// </summary>
internal ref struct VmxParser
{
    /// <summary>Findings about single lines; garbage would otherwise raise thousands.</summary>
    private const int MaximumFindings = 20;

    private readonly List<Finding> _findings = [];
    private readonly Encoding _encoding;
    private readonly Encoding _escapes;
    private readonly char[] _text;
    private readonly int _length;
    private VmxEntry[] _entries;
    private int _count;
    private int _oddLines;
    private int _line;
    private OddQuotes? _oddQuotes;

    internal VmxParser(ReadOnlySpan<byte> bytes)
    {
        _encoding = VmxEncoding.Detect(bytes, out var bomLength, _findings);
        _escapes = _encoding is UnicodeEncoding ? Encoding.UTF8 : _encoding;
        bytes = bytes[bomLength..];
        _text = new char[_encoding is UTF8Encoding ? bytes.Length : _encoding.GetCharCount(bytes)];
        _length = _encoding.GetChars(bytes, _text);
        _entries = new VmxEntry[Math.Max(16, _length / 32)];
    }

    internal VmxDocument Parse(string fileName)
    {
        var start = 0;
        while (start < _length)
        {
            _line++;
            var length = _text.AsSpan(start, _length - start).IndexOfAny('\n', '\r');
            var end = length < 0 ? _length : start + length;
            ParseLine(start, end);
            start = end + (end + 1 < _length && _text[end] == '\r' && _text[end + 1] == '\n' ? 2 : 1);
        }

        if (_oddLines > MaximumFindings)
        {
            _findings.Add(Finding.Warning(
                $"{_oddLines - MaximumFindings} more lines could not be read as written",
                "the settings on these lines are missing or were read by a guess",
                "Check that the file is a complete .vmx").As(FindingId.UnreadableText));
        }

        return new VmxDocument(fileName, _text, _entries, _count, _findings);
    }

    private void ParseLine(int start, int end)
    {
        Trim(ref start, ref end);
        if (start == end || _text[start] == '#')
        {
            return;
        }

        var equals = _text.AsSpan(start, end - start).IndexOf('=');
        var keyEnd = start + equals;
        if (equals > 0)
        {
            var keyStart = start;
            Trim(ref keyStart, ref keyEnd);
        }

        if (equals <= 0 || !IsKey(_text.AsSpan(start, keyEnd - start)))
        {
            Odd("the line is not a setting (key = \"value\")", "it was left out");
            return;
        }

        var valueStart = start + equals + 1;
        var valueEnd = end;
        Trim(ref valueStart, ref valueEnd);
        if (Unwrap(valueStart, valueEnd, start, keyEnd) is { } meant)
        {
            (valueStart, valueEnd) = meant;
        }
        else if (valueStart < valueEnd && _text[valueStart] == '"')
        {
            valueEnd = ++valueStart + QuotedLength(valueStart, valueEnd);
        }
        else if (_text.AsSpan(valueStart, valueEnd - valueStart).IndexOf('#') is >= 0 and var comment)
        {
            valueEnd = valueStart + comment;
            Trim(ref valueStart, ref valueEnd);
        }

        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, _count * 2);
        }

        _entries[_count++] = new VmxEntry(
            _line, start, keyEnd - start, valueStart, Unescape(_text.AsSpan(valueStart, valueEnd - valueStart)));
    }

    /// <summary>The value without marks that are no quotes, and a finding; null where it has none.</summary>
    private (int Start, int End)? Unwrap(int start, int end, int keyStart, int keyEnd)
    {
        var value = _text.AsSpan(start, end - start);
        if (!OddQuotes.MayBeIn(value))
        {
            return null;
        }

        _oddQuotes ??= new OddQuotes(_encoding);
        if (_oddQuotes.Value.Unwrap(value) is not { } meant)
        {
            return null;
        }

        var key = _text.AsSpan(keyStart, keyEnd - keyStart).ToString();
        Odd(
            $"{Printable.Excerpt(SecretKeys.Show(key, value))} is not in straight quotes (\"): VMware takes the other marks as part of the value",
            $"it is read as \"{Printable.Excerpt(SecretKeys.Show(key, value.Slice(meant.Start, meant.Length)))}\"",
            key);
        return (start + meant.Start, start + meant.Start + meant.Length);
    }

    /// <summary>
    /// The length of a quoted value. It ends at the first quote that only a comment follows: a quote inside a value
    /// should be <c>|22</c>, but people who edit files by hand forget.
    /// </summary>
    private int QuotedLength(int start, int end)
    {
        var rest = _text.AsSpan(start, end - start);
        var first = rest.IndexOf('"');
        if (first < 0)
        {
            Odd("the value's closing quote is missing", "the value ends at the end of the line");
            return rest.Length;
        }

        for (var quote = first; ;)
        {
            if (rest[(quote + 1)..].TrimStart(" \t") is [] or ['#', ..])
            {
                return quote;
            }

            var next = rest[(quote + 1)..].IndexOf('"');
            if (next < 0)
            {
                Odd("text follows the value's closing quote", "it is ignored");
                return first;
            }

            quote += 1 + next;
        }
    }

    /// <summary>Whether a key can be called so.</summary>
    internal static bool IsKey(ReadOnlySpan<char> key)
    {
        foreach (var c in key)
        {
            if (c is <= ' ' or '"' or '\u007F' or '\uFFFD')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Undoes <c>|XX</c> in place and returns the new length. Bytes from 80 on mean what the file's encoding says.</summary>
    private readonly int Unescape(Span<char> value)
    {
        var write = value.IndexOf('|');
        if (write < 0)
        {
            return value.Length;
        }

        Span<byte> run = stackalloc byte[256];
        for (var read = write; read < value.Length;)
        {
            var count = 0;
            while (count < run.Length && read + 2 < value.Length && value[read] == '|'
                && Convert.FromHexString(value.Slice(read + 1, 2), run[count..], out _, out _) == OperationStatus.Done)
            {
                count++;
                read += 3;
            }

            // A byte of any encoding here takes three characters of the text, and gives at most one.
            write += count == 0
                ? Copy(value, write, read++)
                : _escapes.GetChars(run[..count], value[write..read]);
        }

        return write;
    }

    private static int Copy(Span<char> value, int to, int from)
    {
        value[to] = value[from];
        return 1;
    }

    private readonly void Trim(ref int start, ref int end)
    {
        while (start < end && _text[start] is ' ' or '\t')
        {
            start++;
        }

        while (end > start && _text[end - 1] is ' ' or '\t')
        {
            end--;
        }
    }

    private void Odd(string what, string changes, string? key = null)
    {
        if (++_oddLines <= MaximumFindings)
        {
            _findings.Add(Finding.Warning(what, changes, "Correct the line in the .vmx") with { Id = FindingId.UnreadableText, Line = _line, Key = key });
        }
    }
}
