using System.Xml.Linq;

namespace V2K.Engine.Libvirt;

/// <summary>
/// The note in a domain's metadata of the VM it was made from, as Translate writes it:
/// <c>&lt;v2k:source name='web01' path='[datastore1] web01/web01.vmx' date='…' version='…'/&gt;</c>.
/// </summary>
internal static class SourceNote
{
    private static readonly XName Name = XNamespace.Get("urn:v2k:source") + "source";

    /// <summary>
    /// The domain without when, and by which version, its XML was written: XML that differs in nothing else is the same
    /// domain, and a domain that runs need not be stopped for it.
    /// </summary>
    internal static XElement WithoutDate(XElement domain)
    {
        var timeless = new XElement(domain);
        foreach (var note in Of(timeless))
        {
            note.Attribute("date")?.Remove();
            note.Attribute("version")?.Remove();
        }

        return timeless;
    }

    /// <summary>Whether VMware started the VM with its host.</summary>
    internal static bool Autostarts(XElement domain) => Of(domain).Any(note => note.Get("autostart") == "yes");

    private static IEnumerable<XElement> Of(XElement domain) => domain.Elements("metadata").Elements(Name);
}
