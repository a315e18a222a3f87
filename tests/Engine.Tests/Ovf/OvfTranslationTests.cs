using System.Text;
using V2K.Engine.Ovf;
using V2K.Rules;

namespace V2K.Engine.Tests.Ovf;

public sealed class OvfTranslationTests
{
    [Fact]
    public void Every_part_of_an_export_becomes_a_setting_of_a_vmx()
    {
        var settings = OvfTranslation.Settings(OvfEnvelope.Parse(Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "web01-disk1.vmdk")), "web01.ovf"));

        Assert.Equal(
            """
            displayName = web01
            guestOS = debian11-64
            virtualHW.version = 15
            numvcpus = 4
            cpuid.coresPerSocket = 2
            memsize = 2048
            scsi0.present = TRUE
            scsi0.virtualDev = pvscsi
            scsi0.pciSlotNumber = 160
            ide1.present = TRUE
            ide1:0.present = TRUE
            ide1:0.deviceType = cdrom-raw
            ide1:0.startConnected = FALSE
            scsi0:0.present = TRUE
            scsi0:0.fileName = web01-disk1.vmdk
            ethernet0.present = TRUE
            ethernet0.virtualDev = vmxnet3
            ethernet0.networkName = DMZ
            ethernet0.pciSlotNumber = 192
            ethernet0.wakeOnPcktRcv = TRUE
            ovf.resource8 = type 1 acme.quantum Quantum card
            firmware = efi
            uefi.secureBoot.enabled = TRUE
            disk.EnableUUID = TRUE
            annotation = the first web server
            """,
            string.Join('\n', settings.Select(setting => $"{setting.Key} = {setting.Value}")));

        Assert.Equal(12, settings[0].Line);
    }

    /// <summary>Workstation's and VirtualBox's exports have no port groups, and so no other name.</summary>
    [Theory]
    [InlineData("bridged", false, "bridged")]
    [InlineData("NAT", true, "nat")]
    [InlineData("hostonly", false, "hostonly")]
    [InlineData("HostOnly", true, "hostonly")]
    [InlineData("Internal", true, "pvn")]
    [InlineData("Internal", false, null)]
    [InlineData("DMZ", true, null)]
    public void A_network_that_an_export_calls_by_its_kind_is_of_that_kind(string connection, bool isVirtualBox, string? type)
    {
        var ovf = ExportMaker.Ovf("web01", "web01-disk1.vmdk").Replace(">DMZ<", $">{connection}<", StringComparison.Ordinal);
        if (isVirtualBox)
        {
            ovf = ovf.Replace("<Envelope ", "<Envelope xmlns:vbox=\"http://www.virtualbox.org/ovf/machine\" ", StringComparison.Ordinal);
        }

        var settings = OvfTranslation.Settings(OvfEnvelope.Parse(Encoding.UTF8.GetBytes(ovf), "web01.ovf"));

        Assert.Equal(connection, settings.Single(setting => setting.Key == "ethernet0.networkName").Value);
        Assert.Equal(type, settings.Where(setting => setting.Key == "ethernet0.connectionType").Select(setting => setting.Value).SingleOrDefault());
    }

    [Theory]
    [InlineData("rhel8_64Guest", "rhel8-64")]
    [InlineData("ubuntu64Guest", "ubuntu-64")]
    [InlineData("otherGuest", "other")]
    [InlineData("windows2019srv_64Guest", "windows2019srv-64")]
    [InlineData("windows9Server64Guest", "windows9srv-64")]
    [InlineData("vmwarePhoton64Guest", "vmware-photon-64")]
    [InlineData("other3xLinux64Guest", "other3xlinux-64")]
    public void The_guest_s_system_is_spelled_as_a_vmx_spells_it(string osType, string expected) =>
        Assert.Equal(expected, OvfGuestSystem.VmxId(osType, "1"));

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><Envelope>&b;</Envelope>", "is no XML: For security reasons DTD is prohibited")]
    [InlineData("<Envelope>", "is no XML")]
    [InlineData("", "is no XML")]
    [InlineData("<domain/>", "is no OVF: its root is domain")]
    [InlineData("<Envelope/>", "describes no VM")]
    [InlineData("<Envelope><VirtualSystemCollection><VirtualSystem/><VirtualSystem/></VirtualSystemCollection></Envelope>", "describes 2 VMs: it is a vApp")]
    [InlineData("<Envelope><VirtualSystem/></Envelope>", "describes no hardware")]
    [InlineData("<Envelope><VirtualSystem><VirtualHardwareSection><Item><ResourceType>many</ResourceType></Item></VirtualHardwareSection></VirtualSystem></Envelope>", "'many' is no number")]
    [InlineData("<Envelope><VirtualSystem><VirtualHardwareSection><Item><ResourceType>4</ResourceType><AllocationUnits>byte * 2^99</AllocationUnits><VirtualQuantity>1</VirtualQuantity></Item></VirtualHardwareSection></VirtualSystem></Envelope>", "is no unit that is known")]
    [InlineData("<Envelope><VirtualSystem><VirtualHardwareSection><Item><ResourceType>17</ResourceType><Parent>9</Parent></Item></VirtualHardwareSection></VirtualSystem></Envelope>", "hangs on a controller that is not described")]
    public void What_is_no_description_of_one_VM_is_refused(string text, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<V2KException>(() => OvfTranslation.Settings(OvfEnvelope.Parse(Encoding.UTF8.GetBytes(text), "web01.ovf"))).Message,
            StringComparison.Ordinal);
}
