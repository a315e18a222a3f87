using System.Globalization;

namespace V2K.Rules.Translation;

/// <summary>Reads the values that VMX files spell in text.</summary>
public static class VmxValue
{
    /// <summary>Reads <c>TRUE</c>, <c>yes</c>, <c>on</c>, <c>y</c>, <c>t</c>, <c>1</c> and their opposites, in any case.</summary>
    public static bool TryBool(ReadOnlySpan<char> text, out bool value)
    {
        value = IsAny(text, "true", "yes", "on", "1", "y", "t");
        return value || IsAny(text, "false", "no", "off", "0", "n", "f");
    }

    /// <summary>Reads a whole number, decimal with a sign or hexadecimal with <c>0x</c>.</summary>
    public static bool TryLong(ReadOnlySpan<char> text, out long value) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a whole number that fits 32 bits; as <see cref="TryLong"/>.</summary>
    public static bool TryInt(ReadOnlySpan<char> text, out int value)
    {
        bool fits = TryLong(text, out long wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = fits ? (int)wide : 0;
        return fits;
    }

    /// <summary>
    /// Reads 16 bytes in hexadecimal, however they are grouped: <c>56 4d ee 3c 52 06 a3 de-be 4a 73 9c cc 99 15 1f</c>
    /// as VMware writes it, or with dashes as everybody else does.
    /// </summary>
    public static bool TryGuid(ReadOnlySpan<char> text, out Guid value)
    {
        Span<char> digits = stackalloc char[32];
        int count = 0;
        foreach (char c in text)
        {
            if (char.IsAsciiHexDigit(c) && count < digits.Length)
            {
                digits[count++] = c;
            }
            else if (c is not (' ' or '-' or '{' or '}'))
            {
                value = default;
                return false;
            }
        }

        return Guid.TryParseExact(digits[..count], "N", out value);
    }

    private static bool IsAny(ReadOnlySpan<char> text, params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            if (text.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
