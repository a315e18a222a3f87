using System.Globalization;
using System.Numerics;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>Quantities with a unit. Numbers are of any length here: whoever takes one says what is too much.</summary>
internal static class OvfQuantity
{
    /// <summary>What AllocationUnits counts, in bytes: <c>byte * 2^20</c> as DSP0004 has it (Programmatic units), or a word as early products wrote.</summary>
    /// <returns>Null for what is no unit of information.</returns>
    internal static BigInteger? Bytes(string unit)
    {
        var text = unit.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return text switch
        {
            "" or "byte" or "bytes" or "b" => 1,
            "kilobytes" or "kilobyte" or "kb" or "kib" or "kibibytes" => 1 << 10,
            "megabytes" or "megabyte" or "mb" or "mib" or "mebibytes" => 1 << 20,
            "gigabytes" or "gigabyte" or "gb" or "gib" or "gibibytes" => 1 << 30,
            "terabytes" or "terabyte" or "tb" or "tib" or "tebibytes" => BigInteger.One << 40,
            _ when text.StartsWith("byte*", StringComparison.Ordinal) || text.StartsWith("bytes*", StringComparison.Ordinal)
                => Product(text[(text.IndexOf('*', StringComparison.Ordinal) + 1)..]),
            _ => null,
        };
    }

    /// <summary>A whole number from 0 on, of at most 30 digits.</summary>
    /// <returns>Null for anything else.</returns>
    internal static BigInteger? Number(string? text) =>
        text is { Length: <= 30 } && BigInteger.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>Refuses a unit that is not known.</summary>
    internal static V2KException Unknown(string unit, string file, OvfPart at) => new(
        $"'{Printable.Excerpt(unit)}' is no unit that is known", "Write byte * 2^20, and the quantity in MiB", file, at.Line, at.Name);

    /// <summary>Factors and powers: <c>1024*1024</c>, <c>2^30</c>, <c>10^9</c>.</summary>
    private static BigInteger? Product(string text)
    {
        var product = BigInteger.One;
        foreach (var factor in text.Split('*'))
        {
            var parts = factor.Split('^');
            if (parts.Length > 2
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > 1_000_000
                || !int.TryParse(parts.ElementAtOrDefault(1) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var power)
                || power > 60)
            {
                return null;
            }

            product *= BigInteger.Pow(number, power);
            if (product.IsZero || product.GetBitLength() > 60)
            {
                return null;
            }
        }

        return product;
    }
}
