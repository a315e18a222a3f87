using System.Globalization;

namespace V2K.Rules.Model;

/// <summary>An Ethernet address.</summary>
/// <param name="Value">Its six bytes, the first one highest.</param>
public readonly record struct MacAddress(long Value)
{
    private const int Length = 6;

    /// <summary>Whether it addresses a group, which no card may have as its own.</summary>
    public bool IsMulticast => ((Value >> 40) & 1) != 0;

    /// <summary>Reads <c>00:0c:29:3e:5f:01</c>; hyphens do as well.</summary>
    public static bool TryParseVmx(ReadOnlySpan<char> text, out MacAddress address)
    {
        address = default;
        if (text.Length != (Length * 3) - 1)
        {
            return false;
        }

        long value = 0;
        for (var i = 0; i < Length; i++)
        {
            if ((i > 0 && text[(i * 3) - 1] is not (':' or '-'))
                || !byte.TryParse(text.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var part))
            {
                return false;
            }

            value = (value << 8) | part;
        }

        address = new MacAddress(value);
        return true;
    }

    /// <summary>As libvirt writes it: lower case, with colons.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Value >> 40 & 0xFF:x2}:{Value >> 32 & 0xFF:x2}:{Value >> 24 & 0xFF:x2}:{Value >> 16 & 0xFF:x2}:{Value >> 8 & 0xFF:x2}:{Value & 0xFF:x2}");
}
