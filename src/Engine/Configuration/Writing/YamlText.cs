using System.Globalization;
using System.Text;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Engine.Configuration.Writing;

/// <summary>Text from a datastore as a YAML scalar, always on one line.</summary>
internal static class YamlText
{
    /// <summary>Between double quotes, with the escapes of YAML 1.2.2, section 5.7; printable letters stay as they are.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value is '"' or '\\' ? quoted.Append('\\').Append(rune)
                : Printable.OneLine(rune.ToString()) == rune.ToString() ? quoted.Append(rune)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A list.</summary>
    internal static string List(IEnumerable<string> texts) => "[" + string.Join(", ", texts.Select(Quote)) + "]";

    /// <summary>What a network becomes, as under <c>networks:</c>.</summary>
    internal static string Map(NetworkTarget target)
    {
        (string Key, string? Value)[] entries =
        [
            ("network", target.Network), ("bridge", target.Bridge), ("direct", target.Direct), ("portgroup", target.PortGroup), ("virtualport", target.VirtualPort),
        ];
        var texts = entries.Where(entry => entry.Value is not null).Select(entry => $"{entry.Key}: {Quote(entry.Value!)}");
        return "{ " + string.Join(", ", texts.Concat(target.Vlan is { } vlan ? [$"vlan: {vlan}"] : [])) + " }";
    }
}
