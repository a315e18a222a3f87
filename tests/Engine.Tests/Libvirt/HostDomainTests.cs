using System.Xml.Linq;
using V2K.Engine.Libvirt;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>A domain adapted to a host, with and without KVM.</summary>
public sealed class HostDomainTests
{
    private static readonly Acceleration Emulation = new(Kvm: false, "there is no /dev/kvm", IsFallback: true);

    private readonly XElement _domain = XElement.Parse("""
        <domain type='kvm'>
          <name>web01</name>
          <features><acpi/><hyperv><relaxed state='on'/></hyperv></features>
          <cpu mode='host-model'><topology sockets='2' cores='4' threads='1'/><feature policy='require' name='vmx'/><feature policy='disable' name='hypervisor'/></cpu>
          <clock offset='utc'><timer name='hypervclock' present='yes'/><timer name='rtc' tickpolicy='catchup'/></clock>
        </domain>
        """);

    [Fact]
    public void With_KVM_a_domain_stays_as_it_is() =>
        Assert.Equal(_domain.ToString(), HostDomain.Adapt(_domain, new Acceleration(Kvm: true, "it ran", IsFallback: false)).ToString());

    [Fact]
    public void Without_KVM_it_has_what_emulation_has()
    {
        var adapted = HostDomain.Adapt(_domain, Emulation);

        Assert.Equal("qemu", adapted.Attribute("type")!.Value);
        Assert.Equal("maximum", adapted.Element("cpu")!.Attribute("mode")!.Value);
        Assert.Equal("4", adapted.Element("cpu")!.Element("topology")!.Attribute("cores")!.Value);
        Assert.Equal(["hypervisor"], adapted.Element("cpu")!.Elements("feature").Select(feature => feature.Attribute("name")!.Value));
        Assert.Null(adapted.Element("features")!.Element("hyperv"));
        Assert.Equal(["rtc"], adapted.Element("clock")!.Elements("timer").Select(timer => timer.Attribute("name")!.Value));
        Assert.Contains("there is no /dev/kvm", Emulation.Warning!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu:///system", true)]
    [InlineData("qemu:///session", true)]
    [InlineData("qemu+unix:///system?socket=/run/x", true)]
    [InlineData("qemu+ssh://root@kvm1/system", false)]
    [InlineData("qemu+tls:///system", false)]
    [InlineData("qemu://kvm1/system", false)]
    [InlineData("nonsense", false)]
    public void A_URI_with_a_host_in_it_is_another_hosts(string uri, bool isLocal) => Assert.Equal(isLocal, LibvirtConnection.IsLocalUri(uri));

    [Fact]
    public void A_domain_is_known_again_by_its_metadata_and_a_change_by_its_hash()
    {
        var marked = new DomainOrigin("[ds1] web01/web01.vmx", "from", DomainOrigin.HashOf(_domain)).AttachTo(_domain);
        var origin = DomainOrigin.Of(marked)!;

        Assert.Equal("[ds1] web01/web01.vmx", origin.Vm);
        Assert.False(origin.IsChanged(marked));
        marked.Add(new XElement("devices", new XElement("disk"), new XElement("controller")));
        var moved = new XElement(marked);
        moved.Element("devices")!.ReplaceNodes(new XElement("controller"), new XElement("disk"));
        Assert.Equal(DomainOrigin.HashOf(marked), DomainOrigin.HashOf(moved));
        marked.Element("devices")!.Remove();
        marked.Element("cpu")!.SetAttributeValue("mode", "maximum");
        Assert.True(origin.IsChanged(marked));
        Assert.Null(DomainOrigin.Of(_domain));
    }

    [Fact]
    public void XML_that_was_written_again_later_is_the_same_domain_but_that_of_a_VM_that_moved_is_not()
    {
        static XElement Noted(string path, string date, string version) => XElement.Parse(
            $"<domain><name>web01</name><metadata><v2k:source xmlns:v2k='urn:v2k:source' path='{path}' date='{date}' version='{version}'/></metadata></domain>");

        var first = Noted("[ds1] web01/web01.vmx", "2026-03-01T09:30:00Z", "1.0.0");
        var later = Noted("[ds1] web01/web01.vmx", "2027-01-01T00:00:00Z", "1.1.0");
        var moved = Noted("[ds2] web01/web01.vmx", "2026-03-01T09:30:00Z", "1.0.0");

        Assert.Equal(DomainXml.Hash(SourceNote.WithoutDate(first)), DomainXml.Hash(SourceNote.WithoutDate(later)));
        Assert.NotEqual(DomainXml.Hash(SourceNote.WithoutDate(first)), DomainXml.Hash(SourceNote.WithoutDate(moved)));
        Assert.Equal(DomainOrigin.HashOf(first), DomainOrigin.HashOf(later));
        Assert.NotNull(first.Descendants(XName.Get("source", "urn:v2k:source")).Single().Attribute("date"));
    }
}
