using System.Globalization;
using System.Numerics;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>Quantities with a unit. Numbers may be of any length here; the caller checks the range.</summary>
internal static class OvfQuantity
{
    /// <summary>Units have at most 60 bits: an exbibyte.</summary>
    private const int MaximumBits = 60;
    private const int LongestUnit = 100;

    /// <summary>What AllocationUnits counts, in bytes: <c>byte * 2^20</c> as DSP0004 has it (Programmatic units), or a word as early products wrote.</summary>
    /// <returns>Null for what is no unit of information.</returns>
    internal static BigInteger? Bytes(string unit)
    {
        if (unit.Length > LongestUnit)
        {
            return null;
        }

        var text = string.Concat(unit.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        var product = BigInteger.One;
        var words = 0;
        foreach (var factor in text.Length == 0 ? [] : text.Split('*'))
        {
            if (Word(factor) is { } word)
            {
                words++;
                product *= word;
            }
            else if (Power(factor) is { } power)
            {
                product *= power;
            }
            else
            {
                return null;
            }

            if (product.IsZero || product.GetBitLength() > MaximumBits)
            {
                return null;
            }
        }

        return words == 1 || text.Length == 0 ? product : null;
    }

    /// <summary>A whole number from 0 on, of at most 30 digits.</summary>
    /// <returns>Null for anything else.</returns>
    internal static BigInteger? Number(string? text) =>
        text is { Length: <= 30 } && BigInteger.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Refuses a unit that is not known.</summary>
    internal static V2KException Unknown(string unit, string file, OvfPart at) => new(
        $"'{Printable.Excerpt(unit)}' is not a known unit", "Write byte * 2^20, and the quantity in MiB", file, at.Line, at.Name);

    /// <summary>A unit's name; exporters count in powers of 1024 whatever the name says.</summary>
    private static BigInteger? Word(string text) => text switch
    {
        "byte" or "bytes" or "b" => 1,
        "kilobytes" or "kilobyte" or "kbytes" or "kbyte" or "kb" or "kib" or "kibibytes" or "kibibyte" => 1 << 10,
        "megabytes" or "megabyte" or "mbytes" or "mbyte" or "mb" or "mib" or "mebibytes" or "mebibyte" => 1 << 20,
        "gigabytes" or "gigabyte" or "gbytes" or "gbyte" or "gb" or "gib" or "gibibytes" or "gibibyte" => 1 << 30,
        "terabytes" or "terabyte" or "tbytes" or "tbyte" or "tb" or "tib" or "tebibytes" or "tebibyte" => BigInteger.One << 40,
        _ => null,
    };

    /// <summary>A factor: <c>1024</c>, <c>2^30</c>, <c>10^9</c>.</summary>
    private static BigInteger? Power(string text)
    {
        var parts = text.Split('^');
        return parts.Length <= 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts.ElementAtOrDefault(1) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var power)
            && power <= MaximumBits
                ? BigInteger.Pow(number, power)
                : null;
    }
}
