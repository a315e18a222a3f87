using System.Text;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmx;

/// <summary>Finds the encoding of a VMX file: its byte order mark, its <c>.encoding</c> line, or what its bytes allow.</summary>
internal static class VmxEncoding
{
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
        var encoding = declared.Length == 0 ? null : VmwareEncoding.Named(declared);
        if (declared.Length > 0 && encoding is null)
        {
            findings.Add(Finding.Warning(
                $"the encoding \"{Printable.OneLine(declared)}\" is not known",
                "names with non-ASCII letters may be wrong",
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
            "names with non-ASCII letters may be wrong",
            "Set .encoding in the .vmx to the encoding that the file has").As(FindingId.UnreadableText));
        return VmwareEncoding.Windows1252;
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
}
