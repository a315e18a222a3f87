using System.Xml.Linq;
using V2K.Engine.TestBoots.Sandbox;

namespace V2K.Engine.Tests.TestBoots;

/// <summary>The copy that is booted: the same to the guest, harmless to everybody else.</summary>
public sealed class TestDomainTests
{
    private const string Defined = """
        <domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
          <name>web01</name>
          <uuid>420a8f3e-6b1d-4e52-8c07-1f9a3d5e70b1</uuid>
          <description>Public web server</description>
          <memory unit='KiB'>2097152</memory>
          <memoryBacking><hugepages/></memoryBacking>
          <vcpu cpuset='0-3' current='2'>4</vcpu>
          <os firmware='efi'>
            <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
            <loader readonly='yes' type='pflash'>/usr/share/OVMF/OVMF_CODE_4M.fd</loader>
            <nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'>/var/lib/libvirt/qemu/nvram/web01_VARS.fd</nvram>
          </os>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='none' io='native'/>
              <source file='/srv/kvm/web01.qcow2'/>
              <target dev='vda' bus='virtio'/>
              <shareable/>
              <boot order='1'/>
              <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
            </disk>
            <disk type='file' device='cdrom'>
              <driver name='qemu' type='raw'/>
              <source file='/iso/debian.iso'/>
              <target dev='sda' bus='sata'/>
              <readonly/>
            </disk>
            <interface type='bridge'>
              <mac address='00:50:56:8a:5b:01'/>
              <source bridge='br0'/>
              <vlan><tag id='120'/></vlan>
              <virtualport type='openvswitch'/>
              <model type='virtio'/>
              <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
            </interface>
            <serial type='tcp'><source mode='connect' host='10.0.0.1' service='7000'/><protocol type='telnet'/><target type='isa-serial' port='0'/></serial>
            <serial type='dev'><source path='/dev/ttyS1'/><target type='isa-serial' port='1'/></serial>
            <console type='tcp'><source mode='connect' host='10.0.0.1' service='7000'/><target type='serial' port='0'/></console>
            <channel type='unix'><source mode='bind' path='/run/web01.agent'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
            <channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>
            <tpm model='tpm-crb'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>
            <graphics type='vnc' port='5901' listen='0.0.0.0'/>
            <video><model type='qxl' ram='65536'/></video>
            <hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='4' slot='0' function='0'/></source></hostdev>
            <filesystem type='mount'><source dir='/srv/share'/><target dir='share'/></filesystem>
          </devices>
          <seclabel type='none'/>
          <qemu:commandline><qemu:arg value='-global'/><qemu:arg value='ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off'/></qemu:commandline>
        </domain>
        """;

    private static readonly TestParts Parts = new(
        "v2k-test-1-2-78fb19a5-1",
        "sandbox",
        new Dictionary<string, Overlay>(StringComparer.Ordinal)
        {
            ["vda"] = new("/scratch/vda.qcow2", "/srv/kvm/web01.qcow2", "qcow2", IsBlock: false, IsReadable: true),
        },
        "/scratch/serial.log",
        "/scratch/variables.fd");

    private readonly XElement _copy = TestDomain.Make(XElement.Parse(Defined), Parts);

    [Fact]
    public void It_has_a_name_of_its_own_and_no_UUID()
    {
        Assert.Equal(Parts.Name, _copy.Element("name")!.Value);
        Assert.Null(_copy.Element("uuid"));
        Assert.Equal("test boot of web01", _copy.Element("title")!.Value);
    }

    [Fact]
    public void Nothing_outside_the_sandbox_is_mentioned()
    {
        var text = _copy.ToString();

        foreach (var outside in new[] { "br0", "10.0.0.1", "/dev/ttyS1", "/run/web01.agent", "/dev/tpm0", "5901", "hostdev", "/srv/share", "debian.iso", "nvram/web01", "hugepages", "cpuset", "seclabel type" })
        {
            Assert.DoesNotContain(outside, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_disk_is_only_read_and_keeps_its_owner()
    {
        var disk = _copy.Element("devices")!.Elements("disk").First();

        Assert.Equal("/scratch/vda.qcow2", disk.Element("source")!.Attribute("file")!.Value);
        Assert.Equal("/srv/kvm/web01.qcow2", disk.Element("backingStore")!.Element("source")!.Attribute("file")!.Value);
        Assert.Equal("no", disk.Element("backingStore")!.Element("source")!.Element("seclabel")!.Attribute("relabel")!.Value);
        Assert.Null(disk.Element("shareable"));
    }

    [Fact]
    public void The_guest_finds_its_card_and_disk_where_they_were()
    {
        var card = _copy.Element("devices")!.Element("interface")!;

        Assert.Equal("00:50:56:8a:5b:01", card.Element("mac")!.Attribute("address")!.Value);
        Assert.Equal("0x01", card.Element("address")!.Attribute("bus")!.Value);
        Assert.Equal("sandbox", card.Element("source")!.Attribute("network")!.Value);
        Assert.Equal("0x04", _copy.Element("devices")!.Elements("disk").First().Element("address")!.Attribute("bus")!.Value);
        Assert.Contains("acpi-pci-hotplug-with-bridge-support=off", _copy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_serial_port_is_written_down_and_the_others_lead_nowhere() => Assert.Equal(
        ["file /scratch/serial.log", "null "],
        _copy.Element("devices")!.Elements("serial").Select(port => $"{port.Attribute("type")!.Value} {port.Element("source")?.Attribute("path")?.Value}"));

    [Fact]
    public void A_guest_without_a_serial_port_or_screen_gets_one()
    {
        var bare = XElement.Parse(Defined);
        bare.Element("devices")!.Elements().Where(device => device.Name.LocalName is "serial" or "console" or "video").Remove();

        var copy = TestDomain.Make(bare, Parts);

        Assert.Equal("file", copy.Element("devices")!.Element("serial")!.Attribute("type")!.Value);
        Assert.Equal("vga", copy.Element("devices")!.Element("video")!.Element("model")!.Attribute("type")!.Value);
    }

    [Fact]
    public void The_firmwares_variables_are_a_copy()
    {
        Assert.Equal("/scratch/variables.fd", _copy.Element("os")!.Element("nvram")!.Value);
        Assert.Equal("/usr/share/OVMF/OVMF_VARS_4M.fd", _copy.Element("os")!.Element("nvram")!.Attribute("template")!.Value);
    }
}
