using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>
/// What the guest is configured with when it is deployed: the properties of its ProductSections, by way of an ISO image or of VMware's guestinfo
/// (VirtualHardwareSection, ovf:transport). DSP0243, chapter "OVF environment".
/// </summary>
/// <param name="Id">The VM's id in the description, by which the environment names it.</param>
/// <param name="Properties">What there is to tell; keys and values.</param>
/// <param name="Entities">The other VMs of its collection, and their properties: members of a vApp find each other by them.</param>
internal sealed record OvfEnvironment(string Id, IReadOnlyList<(string Key, string Value)> Properties, IReadOnlyList<OvfEnvironment> Entities)
{
    /// <summary>Reads it, and warns that on KVM the guest does not get it.</summary>
    /// <param name="system">The VM.</param>
    /// <param name="hardware">VirtualHardwareSection.</param>
    /// <param name="properties">The properties that the VM sees.</param>
    /// <param name="others">The other VMs of its collection, with theirs.</param>
    /// <param name="isTold">Whether the guest gets the image.</param>
    /// <param name="settings">Receives the warning.</param>
    internal static OvfEnvironment Read(
        OvfSystem system, OvfElement hardware, OvfProperties properties, IEnumerable<(OvfSystem System, OvfProperties Properties)> others, bool isTold, OvfSettings settings)
    {
        var transports = (hardware.Get("transport") ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        var at = hardware.Find("transport") ?? (OvfPart?)(properties.All is [var first, ..] ? first.Element : null);
        var own = Of(system, properties);
        if (at is not null && (transports.Length > 0 || own.Properties.Count > 0) && !isTold)
        {
            settings.Raise(
                Finding.Warning(
                    Describe(own.Properties, transports),
                    "a program that configures the guest at boot does not find this data on KVM",
                    "Use --ovf-env to attach an ISO image with them, unless the guest is configured already").As(FindingId.OvfProperties),
                at);
        }

        foreach (var property in properties.All)
        {
            property.Element.LeaveOut(isTold ? "it is in the ISO image that the guest gets" : "the guest gets it only with --ovf-env");
        }

        return isTold ? own with { Entities = [.. others.Select(other => Of(other.System, other.Properties, isWhole: false))] } : own;
    }

    /// <summary>What one VM is configured with.</summary>
    /// <param name="system">The VM.</param>
    /// <param name="properties">The properties that it sees.</param>
    /// <param name="isWhole">Whether those of the collections around it belong to it; else only its own.</param>
    private static OvfEnvironment Of(OvfSystem system, OvfProperties properties, bool isWhole = true) => new(
        system.Element.Find("id")?.Text ?? system.Name,
        [
            .. properties.All.Where(property => isWhole || property.Element.Parent?.Parent == system.Element)
                .Select(property => (property.Key, properties.Fill(property))),
        ],
        []);

    private static string Describe(IReadOnlyList<(string Key, string Value)> properties, string[] transports)
    {
        const int Named = 5;
        var names = string.Join(", ", properties.Take(Named).Select(property => property.Key)) + (properties.Count > Named ? ", …" : "");
        var from = string.Join(" or ", transports.Select(Spell));
        return properties.Count == 0
            ? $"the guest reads its configuration from {from}, and the description has no properties for it"
            : $"the guest is configured by {properties.Count} propert{(properties.Count == 1 ? "y" : "ies")} of the description ({names})"
                + (from.Length > 0 ? $", which it reads from {from}" : "");
    }

    /// <summary>The image that the guest finds in its drive: <c>ovf-env.xml</c>. (DSP0243, "Transport of OVF environment"; dsp8027, its schema.)</summary>
    internal byte[] ToImage()
    {
        // As VMware's products spell it: scripts in guests look for that, and not for what XML says is the same.
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Environment\n     xmlns=\"http://schemas.dmtf.org/ovf/environment/1\"\n")
            .Append("     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n     xmlns:oe=\"http://schemas.dmtf.org/ovf/environment/1\"\n")
            .Append(CultureInfo.InvariantCulture, $"     oe:id=\"{Escape(Id)}\">\n   <PlatformSection>\n      <Kind>KVM</Kind>\n      <Locale>en</Locale>\n   </PlatformSection>\n   <PropertySection>\n");
        Append(text, Properties, "      ");
        text.Append("   </PropertySection>\n");
        foreach (var entity in Entities)
        {
            text.Append(CultureInfo.InvariantCulture, $"   <Entity oe:id=\"{Escape(entity.Id)}\">\n      <PropertySection>\n");
            Append(text, entity.Properties, "         ");
            text.Append("      </PropertySection>\n   </Entity>\n");
        }

        text.Append("</Environment>\n");
        return IsoImage.Make("OVF ENV", "ovf-env.xml", Encoding.UTF8.GetBytes(text.ToString()));
    }

    private static void Append(StringBuilder text, IReadOnlyList<(string Key, string Value)> properties, string indent)
    {
        foreach (var (key, value) in properties)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}   <Property oe:key=\"{Escape(key)}\" oe:value=\"{Escape(value)}\"/>\n");
        }
    }

    /// <summary>The value of an attribute, without what XML cannot hold.</summary>
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))))
        .Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\r", "&#13;", StringComparison.Ordinal).Replace("\t", "&#9;", StringComparison.Ordinal);

    private static string Spell(string transport) => transport switch
    {
        "iso" => "an ISO image",
        "com.vmware.guestInfo" => "VMware's guestinfo",
        _ => transport,
    };
}
