using V2K.Rules.Findings;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>What VirtualBox writes of a VM in its own words, and only there.</summary>
public sealed class VirtualBoxMachineTests
{
    [Fact]
    public void A_serial_port_keeps_its_slot()
    {
        var settings = Read(WithHardware(
            """<UART><Port slot="0" enabled="false" hostMode="Disconnected"/><Port slot="1" enabled="true" IOBase="0x2f8" hostMode="RawFile" path="console.log"/><Port slot="7" enabled="true" hostMode="HostPipe"/></UART>""")).Settings();

        Assert.Contains("serial1.present = TRUE", settings);
        Assert.Contains("serial1.fileName = console.log", settings);
        Assert.Equal(["serial1.fileName", "serial1.fileType", "serial1.present"], settings.Select(setting => setting.Split(' ')[0]).Where(key => key.StartsWith("serial", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""<TrustedPlatformModule type="v2_0" location=""/>""", FindingId.Tpm)]
    [InlineData("""<CPU count="1"><NestedHWVirt enabled="true"/></CPU>""", "vhv.enable")]
    [InlineData("""<SharedFolders><SharedFolder name="vagrant" hostPath="/x" writable="true"/></SharedFolders>""", "sharedFolder#.present")]
    public void A_device_that_an_exported_VM_loses_is_a_concern_as_in_a_vmx(string hardware, string id) =>
        Assert.Contains(OvfText.Translate(WithHardware(hardware)).Findings, finding => finding.Id == id);

    [Theory]
    [InlineData("PIIX4", 0, 1, "ide0:1")]
    [InlineData("PIIX3", 1, 0, "ide1:0")]
    [InlineData("AHCI", 5, 0, "sata0:5")]
    [InlineData("LsiLogic", 3, 0, "scsi0:3")]
    [InlineData("LsiLogicSas", 0, 0, "scsi0:0")]
    [InlineData("BusLogic", 2, 0, "scsi0:2")]
    [InlineData("VirtioSCSI", 0, 0, "scsi0:0")]
    [InlineData("NVMe", 1, 0, "nvme0:1")]
    public void A_disk_hangs_where_the_machine_says(string controller, int port, int device, string place)
    {
        var text = WithMachine(
            $"""<StorageControllers><StorageController name="c" type="{controller}"><AttachedDevice type="HardDisk" port="{port}" device="{device}"><Image uuid="{"{aaaaaaaa-0000-4000-8000-000000000001}"}"/></AttachedDevice></StorageController></StorageControllers>""",
            Scsi + Disk(4, "d1"));

        Assert.Contains($"{place}.fileName = disk1.vmdk", Read(text).Settings());
        Assert.Single(OvfText.Translate(text).Domain.Disks);
    }

    [Fact]
    public void Cards_get_the_addresses_of_the_enabled_adapters_in_the_order_of_their_slots()
    {
        var settings = Read(WithHardware(
            """
            <Network><Adapter slot="3" enabled="true" MACAddress="0800270000C3" type="virtio"><InternalNetwork name="lan"/></Adapter><Adapter slot="0" enabled="false" MACAddress="0800270000C0" type="82540EM"/>
            <Adapter slot="1" enabled="true" MACAddress="0800270000C1" cable="false" type="Am79C973"><BridgedInterface name="eth0"/></Adapter></Network>
            """)).Settings();

        Assert.Contains("ethernet0.address = 08:00:27:00:00:c1", settings);
        Assert.Contains("ethernet0.virtualDev = vlance", settings);
        Assert.Contains("ethernet0.startConnected = FALSE", settings);
        Assert.Contains("ethernet1.address = 08:00:27:00:00:c3", settings);
        Assert.Contains("ethernet1.connectionType = pvn", settings);
        Assert.Contains("ethernet1.virtualDev = vmxnet3", settings);
        Assert.DoesNotContain(settings, setting => setting.Contains("c0", StringComparison.Ordinal));
    }

    [Fact]
    public void The_machine_before_a_snapshot_does_not_count() => Assert.Contains(
        "numvcpus = 2",
        Read(WithMachine("""<Snapshot uuid="{1}" name="s"><Hardware><CPU count="7"/><Firmware type="EFI"/></Hardware></Snapshot>""", Cpu)).Settings());

    private static string WithHardware(string hardware) => WithMachine($"<Hardware>{hardware}</Hardware>", Cpu + Memory);

    private static string WithMachine(string content, string items) => Vm(
        items,
        $"<vbox:Machine ovf:required=\"false\" version=\"1.19-linux\" uuid=\"{{11111111-2222-4333-8444-555555555555}}\" name=\"web01\" OSType=\"Ubuntu_64\"><ovf:Info>x</ovf:Info>{content}</vbox:Machine>",
        Files.Replace("ovf:diskId=\"d1\"", "ovf:diskId=\"d1\" vbox:uuid=\"aaaaaaaa-0000-4000-8000-000000000001\"", StringComparison.Ordinal));
}
