using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>
/// What the guest is told when it is deployed: the properties of its ProductSections, by way of an ISO image or of VMware's guestinfo
/// (VirtualHardwareSection, ovf:transport). DSP0243, chapter "OVF environment".
/// </summary>
/// <param name="Id">The VM's id in the description, by which the environment names it.</param>
/// <param name="Properties">What there is to tell; keys and values.</param>
internal sealed record OvfEnvironment(string Id, IReadOnlyList<(string Key, string Value)> Properties)
{
    /// <summary>Reads it, and warns that on KVM nobody tells the guest.</summary>
    internal static OvfEnvironment Read(OvfSystem system, OvfElement hardware, OvfProperties properties, bool isTold, OvfSettings settings)
    {
        var transports = (hardware.Get("transport") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var values = properties.All.Select(property => (property.Key, Value: properties.Resolve(property.Value, property.Element))).ToList();
        var at = hardware.Find("transport") ?? (OvfPart?)(properties.All is [var first, ..] ? first.Element : null);
        if (at is not null && (transports.Length > 0 || values.Count > 0))
        {
            var names = string.Join(", ", values.Take(5).Select(value => value.Key)) + (values.Count > 5 ? ", …" : "");
            var finding = Finding.Warning(
                $"the guest is configured by {values.Count} propert{(values.Count == 1 ? "y" : "ies")} of the description{(names.Length > 0 ? $" ({names})" : "")}"
                + (transports.Length > 0 ? $", which it reads from {string.Join(" or ", transports.Select(Spell))}" : ""),
                "a program that configures the guest at boot finds no such data on KVM",
                "Give --ovf-env to attach an ISO image with them, unless the guest has been configured").As(FindingId.OvfProperties);
            if (!isTold)
            {
                settings.Raise(finding, at);
            }
        }

        foreach (var property in properties.All)
        {
            property.Element.LeaveOut(isTold ? "it is in the ISO image that the guest gets" : "the guest is told only with --ovf-env");
        }

        return new OvfEnvironment(system.Element.Find("id")?.Text ?? system.Name, values);
    }

    /// <summary>The image that the guest finds in its drive: <c>ovf-env.xml</c>. (DSP0243, "Transport of OVF environment"; dsp8027, its schema.)</summary>
    internal byte[] ToImage()
    {
        // As VMware's products spell it: scripts in guests look for that, and not for what XML says is the same.
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Environment\n     xmlns=\"http://schemas.dmtf.org/ovf/environment/1\"\n")
            .Append("     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"\n     xmlns:oe=\"http://schemas.dmtf.org/ovf/environment/1\"\n")
            .Append(CultureInfo.InvariantCulture, $"     oe:id=\"{Escape(Id)}\">\n   <PlatformSection>\n      <Kind>KVM</Kind>\n      <Locale>en</Locale>\n   </PlatformSection>\n   <PropertySection>\n");
        foreach (var (key, value) in Properties)
        {
            text.Append(CultureInfo.InvariantCulture, $"         <Property oe:key=\"{Escape(key)}\" oe:value=\"{Escape(value)}\"/>\n");
        }

        text.Append("   </PropertySection>\n</Environment>\n");
        return IsoImage.Make("OVF ENV", "ovf-env.xml", Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>The value of an attribute, without what XML cannot hold.</summary>
    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Where(XmlConvert.IsXmlChar)))
        .Replace("\n", "&#10;", StringComparison.Ordinal).Replace("\r", "&#13;", StringComparison.Ordinal).Replace("\t", "&#9;", StringComparison.Ordinal);

    private static string Spell(string transport) => transport switch
    {
        "iso" => "an ISO image",
        "com.vmware.guestInfo" => "VMware's guestinfo",
        _ => transport,
    };
}
