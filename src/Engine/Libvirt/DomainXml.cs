using System.IO.Hashing;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using V2K.Rules;

namespace V2K.Engine.Libvirt;

/// <summary>Domain XML as text, as a tree, and as a number that tells one from another.</summary>
public static class DomainXml
{
    /// <summary>A domain with a hundred disks has some 50 KiB.</summary>
    private const int MaximumCharacters = 4 << 20;

    /// <summary>Reads <paramref name="text"/>, which may come from anywhere: no DTD, no entities, nothing fetched.</summary>
    /// <exception cref="V2KException">It is no XML; <paramref name="file"/> says where it stands.</exception>
    public static XElement Parse(string text, string file)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaximumCharacters,
            });
            return XElement.Load(reader);
        }
        catch (XmlException cause)
        {
            throw new V2KException(
                $"is not well-formed XML: {cause.Message}", "Correct it, or translate again with --force", file, cause.LineNumber, cause: cause);
        }
    }

    /// <summary>XXH128 of the tree without white space between elements, in hexadecimal.</summary>
    public static string Hash(XElement tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(tree.ToString(SaveOptions.DisableFormatting))));
    }

    /// <summary>The text of the child <paramref name="name"/>; empty where there is none.</summary>
    internal static string Text(this XElement element, string name) => element.Element(name)?.Value.Trim() ?? "";

    /// <summary>The value of the attribute <paramref name="name"/>; null where there is none.</summary>
    internal static string? Get(this XElement element, string name) => element.Attribute(name)?.Value;

    /// <summary>The devices of a kind, in their order.</summary>
    internal static IEnumerable<XElement> Devices(this XElement domain, string kind) => domain.Elements("devices").Elements(kind);
}
