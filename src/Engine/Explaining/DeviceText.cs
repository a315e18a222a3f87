using System.Xml;
using System.Xml.Linq;

namespace V2K.Engine.Explaining;

/// <summary>What a line about a device became, for a table: the network, model or address that a card got, the name of a disk.</summary>
internal static class DeviceText
{
    private static readonly string[] Sources = ["network", "bridge", "dev"];

    /// <summary>Whether <paramref name="snippet"/> is a network card.</summary>
    internal static bool IsCard(string snippet) => snippet.StartsWith("<interface", StringComparison.Ordinal);

    /// <summary>The part of the interface in <paramref name="snippet"/> that <paramref name="key"/> is about; null where it is no interface.</summary>
    internal static string? Of(string key, string snippet)
    {
        if (!IsCard(snippet) || Parse(snippet) is not { } card)
        {
            return null;
        }

        var setting = key[(key.LastIndexOf('.') + 1)..].ToUpperInvariant();
        return setting switch
        {
            "VIRTUALDEV" => card.Element("model")?.Attribute("type")?.Value is { } model ? $"model {model}" : Network(card),
            "ADDRESS" or "GENERATEDADDRESS" or "ADDRESSTYPE" => card.Element("mac")?.Attribute("address")?.Value is { } mac ? $"mac {mac}" : Network(card),
            "STARTCONNECTED" => card.Element("link")?.Attribute("state")?.Value is { } state ? $"link {state}" : Network(card),
            _ => Network(card),
        };
    }

    /// <summary>
    /// What an element is called where its name says too little: a card by its network, a disk by its name in the guest, a controller by its bus. Null for others, and for what
    /// has neither.
    /// </summary>
    internal static string? Label(string snippet) => Parse(snippet) switch
    {
        { Name.LocalName: "interface" } card => Network(card),
        { Name.LocalName: "disk" } disk => disk.Element("target")?.Attribute("dev")?.Value is { } name ? $"disk {name}" : null,
        { Name.LocalName: "controller" } controller when controller.Attribute("type")?.Value is { } type => $"controller {type}{controller.Attribute("index")?.Value}",
        _ => null,
    };

    private static string? Network(XElement card)
    {
        var source = card.Element("source");
        var name = Sources.Select(kind => source?.Attribute(kind)?.Value is { } value ? $"{(kind == "dev" ? "device" : kind)} {value}" : null).FirstOrDefault(text => text is not null);
        var group = source?.Attribute("portgroup")?.Value is { } portGroup ? $", portgroup {portGroup}" : "";
        return name is null ? null : name + group + (card.Element("vlan")?.Element("tag")?.Attribute("id")?.Value is { } vlan ? $", VLAN {vlan}" : "");
    }

    private static XElement? Parse(string snippet)
    {
        try
        {
            return XElement.Parse(snippet);
        }
        catch (XmlException)
        {
            // A template of the site's may cut an element anywhere: then its name is all there is to say.
            return null;
        }
    }
}
