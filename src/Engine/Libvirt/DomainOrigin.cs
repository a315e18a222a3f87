using System.Xml.Linq;

namespace V2K.Engine.Libvirt;

/// <summary>
/// What a domain that V2K defined carries in its metadata, so that it is known again whatever becomes of V2K's own state:
/// <c>&lt;v2k:origin vm='[datastore1] web01/web01.vmx' made-from='…' became='…'/&gt;</c>.
/// </summary>
/// <param name="Vm">The VM it was, with its datastore.</param>
/// <param name="MadeFrom">The hash of the XML that was given to libvirt.</param>
/// <param name="Became">The hash of what libvirt made of it; empty where a crash came between.</param>
public sealed record DomainOrigin(string Vm, string MadeFrom, string Became)
{
    /// <summary>The prefix that the metadata shows.</summary>
    internal const string Prefix = "v2k";

    private static readonly XName Name = XNamespace.Get("urn:v2k:domain") + "origin";

    /// <summary>What <paramref name="domain"/> carries; null where V2K did not define it.</summary>
    public static DomainOrigin? Of(XElement domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return domain.Elements("metadata").Elements(Name).FirstOrDefault() is { } element
            ? new DomainOrigin(element.Get("vm") ?? "", element.Get("made-from") ?? "", element.Get("became") ?? "")
            : null;
    }

    /// <summary>The domain with this in its metadata.</summary>
    internal XElement AttachTo(XElement domain)
    {
        var marked = Without(domain);
        var metadata = marked.Element("metadata");
        if (metadata is null)
        {
            // The schema interleaves, people read: where Translate puts it.
            metadata = new XElement("metadata");
            (marked.Elements().LastOrDefault(element => element.Name.LocalName is "name" or "uuid" or "genid" or "title" or "description")
                ?? throw new InvalidOperationException("a domain has a name")).AddAfterSelf(metadata);
        }

        metadata.Add(Element());
        return marked;
    }

    /// <summary>The metadata alone.</summary>
    internal XElement Element() => new(
        Name,
        new XAttribute(XNamespace.Xmlns + Prefix, Name.NamespaceName),
        new XAttribute("vm", Vm),
        new XAttribute("made-from", MadeFrom),
        new XAttribute("became", Became));

    /// <summary>Whether somebody changed the domain in libvirt since.</summary>
    internal bool IsChanged(XElement domain) => Became.Length > 0 && Became != HashOf(domain);

    /// <summary>
    /// The hash of a domain that leaves this metadata out, when its XML was written, and the order of its devices: libvirt
    /// moves controllers when a domain is started.
    /// </summary>
    internal static string HashOf(XElement domain)
    {
        var bare = Without(SourceNote.WithoutDate(domain));
        bare.Element("devices")?.ReplaceNodes(
            bare.Elements("devices").Elements().OrderBy(device => device.ToString(SaveOptions.DisableFormatting), StringComparer.Ordinal).ToList());
        return DomainXml.Hash(bare);
    }

    private static XElement Without(XElement domain)
    {
        var bare = new XElement(domain);
        bare.Elements("metadata").Elements(Name).Remove();
        bare.Elements("metadata").Where(metadata => !metadata.HasElements).Remove();
        return bare;
    }
}
