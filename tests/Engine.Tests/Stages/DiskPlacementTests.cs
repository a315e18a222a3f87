using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Stages;

public sealed class DiskPlacementTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("web01.vmdk", "out/web01/web01.qcow2")]
    [InlineData("web01-000002.vmdk", "out/web01/web01.qcow2")]
    [InlineData("web01_1.vmdk", "out/web01/web01_1.qcow2")]
    [InlineData("web01-12.vmdk", "out/web01/web01-12.qcow2")]
    [InlineData("../base/base.vmdk", "out/base/base.qcow2")]
    [InlineData("[ds2] data/data.vmdk", "out2/data/data.qcow2")]
    public void A_disk_becomes_a_file_of_its_name_without_the_snapshots_number(string file, string target)
    {
        var (domain, disks, findings) = Place(Drive("scsi0:0", file));

        Assert.Equal(_folder[target], Assert.Single(disks).Target);
        Assert.Equal(new DiskSource(_folder[target], "qcow2"), Assert.Single(domain.Disks).Source);
        Assert.Empty(findings);
    }

    [Fact]
    public void A_VM_with_a_base_and_its_snapshot_as_two_disks_keeps_them_apart()
    {
        var (_, disks, _) = Place(Drive("scsi0:0", "web01.vmdk"), Drive("scsi0:1", "web01-000001.vmdk"));

        Assert.Equal(
            [_folder["out/web01/web01.qcow2"], _folder["out/web01/web01-000001.qcow2"]], disks.Select(disk => disk.Target));
    }

    [Fact]
    public void The_format_is_the_files_ending()
    {
        var config = Config with { Format = DiskFormat.Raw };

        var (domain, disks, _) = DiskPlacement.Place(new Domain { Disks = [Drive("scsi0:0", "web01.vmdk")] }, Vm, config, Paths);

        Assert.EndsWith("/web01.raw", Assert.Single(disks).Target, StringComparison.Ordinal);
        Assert.Equal("raw", domain.Disks[0].Source?.Format);
    }

    [Fact]
    public void An_image_in_the_old_datastore_is_reported_because_the_domain_will_not_start_without_it()
    {
        _folder.Write("ds1/iso/debian.iso", "");

        var (domain, disks, findings) = Place(Optical("[ds1] iso/debian.iso"));

        Assert.Empty(disks);
        Assert.Equal(new DiskSource(_folder["ds1/iso/debian.iso"], "raw"), domain.Disks[0].Source);
        var finding = Assert.Single(findings);
        Assert.Equal((Severity.Warning, FindingId.DriveImage), (finding.Severity, finding.Id));
        Assert.Contains(_folder["ds1/iso/debian.iso"], finding.What, StringComparison.Ordinal);
        Assert.Contains("does not start", finding.Changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ds1] iso/none.iso")]
    [InlineData("/usr/lib/vmware/isoimages/linux.iso")]
    [InlineData("/etc/shadow")]
    public void An_image_that_is_in_no_datastore_leaves_the_drive_empty(string file)
    {
        var (domain, _, findings) = Place(Optical(file));

        Assert.Null(domain.Disks[0].Source);
        Assert.Null(domain.Disks[0].VmxFileName);
        Assert.Equal(Severity.Warning, Assert.Single(findings).Severity);
    }

    [Fact]
    public void A_disk_outside_the_datastores_is_refused()
    {
        Assert.Throws<V2KException>(() => Place(Drive("scsi0:0", "/etc/shadow")));
    }

    private VirtualMachine Vm => new(Config.Datastores[0], _folder["ds1/web01/web01.vmx"], "web01");

    private Config Config => new()
    {
        File = "v2k.yaml",
        Datastores =
        [
            new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"]),
            new Datastore("ds2", ["/vmfs/volumes/ds2"], _folder["ds2"], _folder["out2"]),
        ],
    };

    private DatastorePaths Paths => new(Config.Datastores, Config.File);

    private (Domain Domain, IReadOnlyList<DiskPlacement> Disks, IReadOnlyList<Finding> Findings) Place(params Disk[] disks) =>
        DiskPlacement.Place(new Domain { Disks = disks }, Vm, Config, Paths);

    private static Disk Drive(string device, string file) => new() { VmxDevice = device, VmxFileName = file };

    private static Disk Optical(string file) => new() { VmxDevice = "ide1:0", VmxFileName = file, Device = DiskDevice.Cdrom };
}
