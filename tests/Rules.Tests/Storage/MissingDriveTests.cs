using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Rules.Tests.Storage;

/// <summary>Drives that the .vmx seems to have, and the guest does not get.</summary>
public sealed class MissingDriveTests
{
    [Theory]
    [InlineData("")]
    [InlineData("ide1:0.present = \"TRUE\"\nide1:0.deviceType = \"cdrom-raw\"\n")]
    [InlineData("scsi0.present = \"TRUE\"\nscsi0:0.present = \"FALSE\"\nscsi0:0.fileName = \"web01.vmdk\"\n")]
    [InlineData("scsi0.present = \"TRUE\"\nscsi0:0.present = \"TRUE\"\nscsi0:0.deviceType = \"scsi-passthru\"\nscsi0:0.fileName = \"/vmfs/devices/generic/x\"\n")]
    [InlineData("scsi0:0.fileName = \"web01.vmdk\"\n")]
    public void A_VM_without_a_disk_is_a_warning_whatever_the_reason(string lines)
    {
        var vm = Vm.Translate("displayName = \"web01\"\nmemsize = \"64\"\n" + lines);

        Assert.Equal(Severity.Warning, Assert.Single(vm.Findings, finding => finding.Id == FindingId.NoDisk).Severity);
    }

    [Fact]
    public void A_VM_with_a_disk_has_no_such_warning() => Assert.DoesNotContain(
        Vm.Translate("nvme0.present = \"TRUE\"\nnvme0:3.present = \"TRUE\"\nnvme0:3.fileName = \"web01.vmdk\"").Findings,
        finding => finding.Id is FindingId.NoDisk or FindingId.NotPresent);

    [Theory]
    [InlineData("scsi0.present = \"TRUE\"\nscsi0:0.fileName = \"web01.vmdk\"", "scsi0:0", "scsi0:0.present")]
    [InlineData("scsi2.present = \"TRUE\"\nscsi2:11.fileName = \"web01.vmdk\"", "scsi2:11", "scsi2:11.present")]
    [InlineData("sata1.present = \"TRUE\"\nsata1:4.fileName = \"web01.vmdk\"", "sata1:4", "sata1:4.present")]
    [InlineData("nvme0.present = \"TRUE\"\nnvme0:1.fileName = \"web01.vmdk\"", "nvme0:1", "nvme0:1.present")]
    [InlineData("ide0:1.fileName = \"web01.vmdk\"", "ide0:1", "ide0:1.present")]
    [InlineData("scsi1:0.present = \"TRUE\"\nscsi1:0.fileName = \"web01.vmdk\"", "scsi1:0", "scsi1.present")]
    [InlineData("sata0.present = \"FALSE\"\nsata0:0.present = \"TRUE\"\nsata0:0.fileName = \"web01.vmdk\"", "sata0:0", "sata0.present")]
    public void A_drive_with_a_file_that_no_line_makes_present_is_reported(string lines, string drive, string missing)
    {
        var vm = Vm.Translate(lines);

        Assert.Empty(vm.Domain.Disks);
        var finding = Assert.Single(vm.Findings, finding => finding.Id == FindingId.NotPresent);
        Assert.Equal((Severity.Warning, drive + ".fileName"), (finding.Severity, finding.Key));
        Assert.StartsWith(drive + " ", finding.What, StringComparison.Ordinal);
        Assert.Contains(missing, finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scsi0:0.present = \"FALSE\"\nscsi0:0.fileName = \"web01.vmdk\"")]
    [InlineData("ide1:0.deviceType = \"cdrom-raw\"\nide1:0.fileName = \"auto detect\"")]
    [InlineData("scsi0:1.redo = \"\"")]
    public void A_drive_that_the_file_leaves_out_is_no_finding(string lines) =>
        Assert.DoesNotContain(Vm.Translate("scsi0.present = \"TRUE\"\n" + lines).Findings, finding => finding.Id == FindingId.NotPresent);

    [Theory]
    [InlineData("ide1:0", "cdrom-raw", "auto detect", Severity.Info)]
    [InlineData("ide1:0", "atapi-cdrom", "/dev/cdrom", Severity.Info)]
    [InlineData("ide0:0", "cdrom-raw", "D:", Severity.Info)]
    [InlineData("sata0:1", "cdrom-raw", "CD-ROM 1", Severity.Info)]
    [InlineData("sata0:1", "cdrom-image", "auto detect", Severity.Info)]
    [InlineData("sata0:1", "cdrom-image", "/usr/lib/vmware/isoimages/linux.iso", Severity.Info)]
    [InlineData("scsi0:5", "scsi-passthru", "/vmfs/devices/cdrom/mpx.vmhba32:C0:T0:L0", Severity.Warning)]
    public void A_drive_of_the_VMware_host_that_becomes_an_empty_one_is_reported(string drive, string type, string file, Severity severity)
    {
        var vm = Vm.Translate($"{drive.Split(':')[0]}.present = \"TRUE\"\n{drive}.present = \"TRUE\"\n{drive}.deviceType = \"{type}\"\n{drive}.fileName = \"{file}\"");

        var disk = Assert.Single(vm.Domain.Disks);
        Assert.Equal((DiskDevice.Cdrom, null), (disk.Device, disk.VmxFileName));
        Assert.Equal(severity, Assert.Single(vm.Findings, finding => finding.What.Contains(drive, StringComparison.Ordinal)).Severity);
    }

    [Fact]
    public void An_empty_drive_stays_empty_without_a_finding() => Assert.DoesNotContain(
        Vm.Translate("ide1:0.present = \"TRUE\"\nide1:0.deviceType = \"cdrom-image\"\nide1:0.fileName = \"emptyBackingString\"").Findings,
        finding => finding.What.Contains("ide1:0", StringComparison.Ordinal));
}
