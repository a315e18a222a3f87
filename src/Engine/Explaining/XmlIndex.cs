using System.Xml.Linq;
using V2K.Rules.Translation;

namespace V2K.Engine.Explaining;

/// <summary>The elements of a rendered domain by their paths: <c>/domain/devices/disk[2]</c>.</summary>
internal sealed class XmlIndex
{
    private readonly OrderedDictionary<string, XElement> _elements = new(StringComparer.Ordinal);

    internal XmlIndex(string xml)
    {
        var domain = XElement.Parse(xml);
        Add(domain, "", except: "devices");
        if (domain.Element("devices") is { } devices)
        {
            Add(devices, "devices/", except: null);
        }
    }

    /// <summary>Every element that stands for something of its own, in the order of the XML.</summary>
    internal IEnumerable<XmlPlace> All => _elements.Select(Place);

    /// <summary>Where <paramref name="part"/> of the domain shows.</summary>
    internal IEnumerable<XmlPlace> Of(DomainPart part) =>
        from path in XmlPaths.ByProperty[part.Property]
        let numbered = $"/domain/{path}[{(part.Index ?? 0) + 1}]"
        where _elements.ContainsKey(numbered)
        select Place(KeyValuePair.Create(numbered, _elements[numbered]));

    private void Add(XElement parent, string prefix, string? except)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var child in parent.Elements().Where(child => child.Name.LocalName != except))
        {
            var name = child.Name.LocalName;
            counts[name] = counts.GetValueOrDefault(name) + 1;
            _elements.Add($"/domain/{prefix}{name}[{counts[name]}]", child);
        }
    }

    private static XmlPlace Place(KeyValuePair<string, XElement> element) =>
        new(element.Key, element.Value.ToString().ReplaceLineEndings("\n"));
}
