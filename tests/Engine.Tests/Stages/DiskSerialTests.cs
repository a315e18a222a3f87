using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Stages;

/// <summary>What the guest sees as a disk's serial number, where VMware shows it the disk's UUID.</summary>
public sealed class DiskSerialTests : IDisposable
{
    private const string Uuid = "60 00 C2 9e 5a 5f 54 d8-37 73 8b 4d 3e 42 c1 ac";
    private const string Digits = "6000c29e5a5f54d837738b4d3e42c1ac";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TranslationMode.Performance, "scsi0:0", "scsi0.virtualDev = \"pvscsi\"", 20)]
    [InlineData(TranslationMode.Fidelity, "scsi0:0", "scsi0.virtualDev = \"pvscsi\"", 32)]
    [InlineData(TranslationMode.Fidelity, "sata0:0", "sata0.present = \"TRUE\"", 20)]
    [InlineData(TranslationMode.Fidelity, "ide0:0", "", 20)]
    public void A_disk_has_as_much_of_its_UUID_as_the_bus_can_show(TranslationMode mode, string device, string controller, int length)
    {
        AddDisk("web01", Uuid);

        var xml = Xml(mode, $"{controller}\nscsi0.present = \"TRUE\"\ndisk.EnableUUID = \"TRUE\"\n{device}.present = \"TRUE\"\n{device}.fileName = \"web01.vmdk\"");

        Assert.Contains($"<serial>{Digits[..length]}</serial>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_has_the_serial_number_of_the_disk_that_it_stands_on()
    {
        AddDisk("web01", Uuid);
        _folder.Write("ds/web01/web01-000001.vmdk", """
            # Disk DescriptorFile
            CID=1
            parentCID=fffffffe
            createType="vmfsSparse"
            parentFileNameHint="web01.vmdk"
            RW 2048 VMFSSPARSE "web01-000001-delta.vmdk"

            """);

        Assert.Contains($"<serial>{Digits[..20]}</serial>", Xml(TranslationMode.Performance, Scsi(("scsi0:0", "web01-000001.vmdk")) + "disk.EnableUUID = \"TRUE\""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("disk.EnableUUID = \"FALSE\"")]
    public void A_guest_that_saw_no_serial_number_gets_none(string line)
    {
        AddDisk("web01", Uuid);

        Assert.DoesNotContain("<serial>", Xml(TranslationMode.Performance, Scsi(("scsi0:0", "web01.vmdk")) + line), StringComparison.Ordinal);
    }

    [Fact]
    public void Disks_of_one_UUID_get_no_serial_number_because_multipathd_would_take_them_for_one()
    {
        AddDisk("web01", Uuid);
        AddDisk("copy", Uuid);
        AddDisk("other", "60 00 C2 91 00 00 00 00-00 00 00 00 00 00 00 01");

        var xml = Xml(TranslationMode.Performance, Scsi(("scsi0:0", "web01.vmdk"), ("scsi0:1", "copy.vmdk"), ("scsi0:2", "other.vmdk")) + "disk.EnableUUID = \"TRUE\"");

        Assert.Equal(["6000c291000000000000"], xml.Split("<serial>").Skip(1).Select(rest => rest.Split('<')[0]));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("60 00 C2 9e 5a 5f 54 d8-37 73 8b 4d 3e 42 c1")]
    [InlineData("'><evil/>'><evil/>'><evil/>12345")]
    public void A_UUID_that_is_none_is_no_serial_number(string uuid)
    {
        AddDisk("web01", uuid);

        Assert.DoesNotContain("<serial>", Xml(TranslationMode.Performance, Scsi(("scsi0:0", "web01.vmdk")) + "disk.EnableUUID = \"TRUE\""), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_is_missing_is_translated_without() => Assert.DoesNotContain(
        "<serial>", Xml(TranslationMode.Performance, Scsi(("scsi0:0", "gone.vmdk")) + "disk.EnableUUID = \"TRUE\""), StringComparison.Ordinal);

    private static string Scsi(params (string Device, string File)[] disks) => "scsi0.present = \"TRUE\"\nscsi0.virtualDev = \"pvscsi\"\n"
        + string.Concat(disks.Select(disk => $"{disk.Device}.present = \"TRUE\"\n{disk.Device}.fileName = \"{disk.File}\"\n"));

    private void AddDisk(string name, string uuid)
    {
        _folder.Write($"ds/web01/{name}.vmdk", $"""
            # Disk DescriptorFile
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW 2048 VMFS "{name}-flat.vmdk"
            ddb.uuid = "{uuid}"

            """);
        File.WriteAllBytes(_folder[$"ds/web01/{name}-flat.vmdk"], new byte[1 << 20]);
    }

    private string Xml(TranslationMode mode, string vmx)
    {
        _folder.Write("ds/web01/web01.vmx", $"displayName = \"web01\"\nguestOS = \"debian11-64\"\nmemsize = \"64\"\n{vmx}\n");
        var config = new Config { File = "v2k.yaml", Mode = mode, Datastores = [new Datastore("ds", ["/vmfs/volumes/ds"], _folder["ds"], _folder["out"])] };
        var vm = Assert.Single(VmCatalog.Scan(config.Datastores).Vms);
        return new DomainRenderer(TemplateFolder.Load(null)).Render(TranslatedDomain.Make(vm, config, new DatastorePaths(config.Datastores, config.File)).Domain);
    }
}
