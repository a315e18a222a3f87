using System.Xml.Linq;
using V2K.Rules.Translation;

namespace V2K.Engine.Explaining;

/// <summary>The elements of a rendered domain by their paths: <c>/domain/devices/disk[2]</c>.</summary>
internal sealed class XmlIndex
{
    private readonly OrderedDictionary<string, XmlPlace> _places = new(StringComparer.Ordinal);

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
    internal IEnumerable<XmlPlace> All => _places.Values;

    /// <summary>Where <paramref name="part"/> of the domain shows.</summary>
    internal IEnumerable<XmlPlace> Of(DomainPart part) =>
        XmlPaths.ByProperty[part.Property]
            .Select(path => _places.GetValueOrDefault($"/domain/{path}[{(part.Index ?? 0) + 1}]"))
            .OfType<XmlPlace>();

    private void Add(XElement parent, string prefix, string? except)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var child in parent.Elements().Where(child => child.Name.LocalName != except))
        {
            var name = child.Name.LocalName;
            counts[name] = counts.GetValueOrDefault(name) + 1;
            var path = $"/domain/{prefix}{name}[{counts[name]}]";

            // Once: many lines have a part in one element.
            _places.Add(path, new XmlPlace(path, child.ToString().ReplaceLineEndings("\n")));
        }
    }
}
