using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Inventory;

namespace V2K.Engine.Tests.Inventory;

public sealed class InventoryReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_VM_is_summed_up_as_it_runs_today()
    {
        var vm = Read("""
            displayName = "web01"
            guestOS = "debian11-64"
            memSize = "2048"
            numvcpus = "2"
            vcpu.hotadd = "TRUE"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "web01.vmdk"
            ethernet0.present = "TRUE"
            ethernet0.networkName = "VM Network"
            """);

        Assert.Equal("[ds1] web01/web01.vmx", vm.Id);
        Assert.Equal("debian11-64", vm.Guest);
        Assert.Equal(2, vm.Cpus);
        Assert.Equal(2048, vm.MemoryMebibytes);
        Assert.Equal(["VM Network"], vm.Networks);
        var disk = Assert.Single(vm.Disks);
        Assert.Equal(("scsi0:0", "vmfs", 1L << 20, 0), (disk.Device, disk.Kind, disk.VirtualBytes, disk.Snapshots));
    }

    [Fact]
    public void A_missing_disk_is_a_blocker_of_its_VM()
    {
        var vm = Read("""
            displayName = "web01"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "none.vmdk"
            """);

        Assert.Null(Assert.Single(vm.Disks).Kind);
        Assert.Contains(vm.Concerns, concern => concern.Severity == "blocker" && concern.Text.Contains("none.vmdk", StringComparison.Ordinal));
    }

    [Fact]
    public void A_VM_that_cannot_be_read_is_listed_with_the_reason()
    {
        var vm = Read("");

        Assert.Equal("web01", vm.Name);
        Assert.Equal(("blocker", true), (vm.Concerns.Single().Severity, vm.Concerns.Single().Text.Contains("contains no VMX settings", StringComparison.Ordinal)));
    }

    private VmSummary Read(string vmx)
    {
        var path = _folder.Write("ds1/web01/web01.vmx", vmx);
        _folder.Write("ds1/web01/web01.vmdk", """
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW 2048 VMFS "web01-flat.vmdk"

            """);
        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], new byte[1 << 20]);
        var datastore = new Datastore("ds1", [], _folder["ds1"], _folder["out"]);
        var config = new Config { File = "v2k.yaml", Datastores = [datastore] };
        return Assert.Single(InventoryReader.Read(
            [new VirtualMachine(datastore, path, "web01")], config, new DatastorePaths(config.Datastores, config.File)));
    }
}
