using System.Globalization;
using System.Text;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmx;

/// <summary>Finds the encoding of a VMX file: its byte order mark, its <c>.encoding</c> line, or what its bytes allow.</summary>
internal static class VmxEncoding
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Says how <paramref name="bytes"/> are to be decoded.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="bomLength">The bytes of the mark to skip.</param>
    /// <param name="findings">Receives what had to be assumed.</param>
    internal static Encoding Detect(ReadOnlySpan<byte> bytes, out int bomLength, List<Finding> findings)
    {
        bomLength = 0;
        switch (bytes)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                bomLength = 3;
                break;
            case [0xFF, 0xFE, ..]:
                bomLength = 2;
                return Encoding.Unicode;
            case [0xFE, 0xFF, ..]:
                bomLength = 2;
                return Encoding.BigEndianUnicode;
            // ASCII text without a mark, every other byte zero.
            case [not 0, 0, not 0, 0, ..]:
                return Encoding.Unicode;
            case [0, not 0, 0, not 0, ..]:
                return Encoding.BigEndianUnicode;
        }

        var declared = Declared(bytes, out var line);
        var encoding = declared.Length == 0 ? null : Named(declared);
        if (declared.Length > 0 && encoding is null)
        {
            findings.Add(Finding.Warning(
                $"the encoding \"{Printable.OneLine(declared)}\" is not known",
                "names with letters outside ASCII may come out wrong",
                "Correct .encoding in the .vmx") with
            { Id = FindingId.UnreadableText, Key = ".encoding", Line = line });
        }

        return encoding is null or UTF8Encoding ? Utf8OrWindows1252(bytes, findings) : encoding;
    }

    private static Encoding Utf8OrWindows1252(ReadOnlySpan<byte> bytes, List<Finding> findings)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8;
        }

        findings.Add(Finding.Warning(
            "the file is not valid UTF-8, and was read as windows-1252",
            "names with letters outside ASCII may come out wrong",
            "Set .encoding in the .vmx to the encoding it was written in").As(FindingId.UnreadableText));
        return Windows1252;
    }

    /// <summary>The value of <c>.encoding</c>, read as ASCII: every encoding VMware writes extends it.</summary>
    private static string Declared(ReadOnlySpan<byte> bytes, out int line)
    {
        line = 0;
        while (!bytes.IsEmpty)
        {
            line++;
            var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
            var text = (end < 0 ? bytes : bytes[..end]).TrimStart(" \t"u8);
            if (StartsWithEncoding(text))
            {
                var value = text[".encoding"u8.Length..].Trim(" \t"u8);
                if (value is [(byte)'=', ..])
                {
                    return Encoding.ASCII.GetString(value[1..].Trim(" \t\""u8));
                }
            }

            if (end < 0)
            {
                break;
            }

            var crlf = bytes[end] == '\r' && end + 1 < bytes.Length && bytes[end + 1] == '\n';
            bytes = bytes[(end + (crlf ? 2 : 1))..];
        }

        return "";
    }

    private static bool StartsWithEncoding(ReadOnlySpan<byte> text) =>
        text.Length > ".encoding".Length && Ascii.EqualsIgnoreCase(text[..".encoding".Length], ".encoding"u8);

    /// <summary>
    /// Looks an encoding up. VMware writes IANA names (<c>Shift_JIS</c>) or ICU's (<c>windows-936-2000</c>,
    /// <c>ibm-943_P15A-2003</c>), whose second part is a code page.
    /// </summary>
    private static Encoding? Named(string name)
    {
        if (name.Equals("UTF-8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("UTF8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8;
        }

        var provider = CodePagesEncodingProvider.Instance;
        var known = Try(() => provider.GetEncoding(name)) ?? Try(() => Encoding.GetEncoding(name));
        if (known is null && name.Split('-', '_') is [var family, var page, ..]
            && (family.Equals("windows", StringComparison.OrdinalIgnoreCase)
                || family.Equals("ibm", StringComparison.OrdinalIgnoreCase)
                || family.Equals("cp", StringComparison.OrdinalIgnoreCase))
            && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var codePage)
            && codePage <= ushort.MaxValue)
        {
            // IBM numbers its variants of Shift_JIS and GBK; Windows has one page for each.
            codePage = codePage switch { 943 => 932, 1386 => 936, 1363 => 949, _ => codePage };
            known = Try(() => provider.GetEncoding(codePage));
        }

        // UTF-16 would need a mark or zero bytes, and UTF-7 is an attack: only extensions of ASCII are meant here.
        return known is { CodePage: 65000 or 1200 or 1201 or 12000 or 12001 } ? null : known;
    }

    private static Encoding? Try(Func<Encoding?> lookup)
    {
        try
        {
            return lookup();
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // The framework's way to say that it does not know the name.
            return null;
        }
    }
}
