using System.Globalization;
using System.Text;

namespace V2K.Rules.Vmx;

/// <summary>The encodings that VMware's products name in their files: <c>.encoding</c> of a .vmx, <c>encoding</c> of a VMDK's descriptor.</summary>
public static class VmwareEncoding
{
    /// <summary>What is neither named nor UTF-8: most of what Windows hosts have left.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Looks an encoding up. VMware writes IANA names (<c>Shift_JIS</c>) or ICU's (<c>windows-936-2000</c>,
    /// <c>ibm-943_P15A-2003</c>), whose second part is a code page.
    /// </summary>
    /// <returns>Null for a name that means nothing, or no extension of ASCII.</returns>
    public static Encoding? Named(string name)
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
