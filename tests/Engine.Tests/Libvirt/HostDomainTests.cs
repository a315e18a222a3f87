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
}
