using System.Xml;
using System.Xml.Linq;

namespace V2K.Engine.Ovf;

/// <summary>Elements and attributes by their local names: name spaces differ between versions and vendors.</summary>
internal static class OvfElements
{
    /// <summary>Those called <paramref name="name"/>.</summary>
    internal static IEnumerable<XElement> Named(this IEnumerable<XElement> elements, string name) =>
        elements.Where(element => element.Name.LocalName == name);

    /// <summary>The text of the first child called <paramref name="name"/>; null without.</summary>
    internal static string? Text(this XElement element, string name) => element.Elements().Named(name).FirstOrDefault()?.Value.Trim();

    /// <summary>The value of the attribute called <paramref name="name"/>; null without.</summary>
    internal static string? Get(this XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name)?.Value;

    /// <summary>Its 1-based line.</summary>
    internal static int Line(this XElement element) => ((IXmlLineInfo)element).LineNumber;
}
