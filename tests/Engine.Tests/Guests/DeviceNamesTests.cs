using V2K.Engine.Guests;

namespace V2K.Engine.Tests.Guests;

public sealed class DeviceNamesTests
{
    [Fact]
    public void Disks_are_numbered_as_VMware_s_guests_number_them()
    {
        var names = GuestDisk.OldNames(["scsi1:0", "scsi0:10", "scsi0:2", "sata0:0", "nvme0:1", "ide0:0"]);

        Assert.Equal("sda", names["ide0:0"]);
        Assert.Equal("sdb", names["scsi0:2"]);
        Assert.Equal("sdc", names["scsi0:10"]);
        Assert.Equal("sdd", names["scsi1:0"]);
        Assert.Equal("sde", names["sata0:0"]);
        Assert.Equal("nvme0n2", names["nvme0:1"]);
    }

    [Theory]
    [InlineData(0, "a")]
    [InlineData(25, "z")]
    [InlineData(26, "aa")]
    [InlineData(701, "zz")]
    public void Letters_go_on_after_z(int index, string expected) => Assert.Equal(expected, GuestDisk.Letters(index));

    [Theory]
    [InlineData("/dev/sda1", "UUID=" + Guest.RootUuid)]
    [InlineData("/dev/sda2", "/dev/vda2")]
    [InlineData("/dev/sda", "/dev/vda")]
    [InlineData("/dev/disk/by-id/scsi-36000c2912345678-part1", "UUID=" + Guest.RootUuid)]
    [InlineData("/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0-part5", "UUID=" + Guest.SwapUuid)]
    [InlineData("/dev/sdb1", null)]
    [InlineData("/dev/mapper/vg-root", null)]
    [InlineData("UUID=" + Guest.RootUuid, null)]
    [InlineData("/dev/sda1x", null)]
    public void A_device_of_VMware_s_gets_a_lasting_name(string device, string? expected) =>
        Assert.Equal(expected, Guest.Names().Lasting(device));

    [Fact]
    public void A_UUID_that_two_file_systems_share_names_neither()
    {
        var names = new DeviceNames([Guest.Disk], _ => new Dictionary<string, string>(StringComparer.Ordinal) { ["UUID"] = "same" })
        {
            AmbiguousUuids = new HashSet<string>(StringComparer.Ordinal) { "same" },
        };

        Assert.Equal("/dev/vda1", names.Lasting("/dev/sda1"));
    }

    [Fact]
    public void Disks_that_change_places_are_not_renamed_for_a_second_run_would_change_them_back()
    {
        var names = Guest.Names(new GuestDisk("scsi0:0", "sda", "sdb", "sda"), new GuestDisk("scsi0:1", "sdb", "sda", "sdb"));

        Assert.Null(names.Renamed("/dev/sda"));
        Assert.Equal("UUID=" + Guest.RootUuid, names.Lasting("/dev/sda1"));
    }

    [Fact]
    public void A_name_of_VMware_s_hardware_goes_even_where_the_kernel_s_stays()
    {
        var names = Guest.Names(Guest.Disk with { NewName = "sda" });

        Assert.Null(names.Renamed("/dev/sda2"));
        Assert.Equal("/dev/sda2", names.Renamed("/dev/disk/by-id/wwn-0x6000c29abc-part2"));
        Assert.Equal("/dev/sda2", names.Lasting("/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:0:0-part2"));
    }

    [Theory]
    [InlineData("/dev/disk/by-id/wwn-0x6000c29e5a5f54d837738b4d3e42c1ac-part1", "/dev/vda1")]
    [InlineData("/dev/disk/by-id/scsi-36000c298c0ffee00c0ffee00c0ffee00-part1", "/dev/vdb1")]
    [InlineData("/dev/disk/by-id/scsi-SVMware_Virtual_disk_6000c298c0ffee00c0ffee00c0ffee00", "/dev/vdb")]
    [InlineData("/dev/disk/by-id/wwn-0x6000c290000000000000000000000000-part1", null)]
    public void One_of_several_disks_is_named_by_the_number_in_its_descriptor(string device, string? expected)
    {
        var names = new DeviceNames(
            [
                Guest.Disk with { Uuid = "6000c29e5a5f54d837738b4d3e42c1ac" },
                new GuestDisk("scsi0:1", "sdb", "vdb", "sdb") { Uuid = "6000c298c0ffee00c0ffee00c0ffee00" },
            ],
            _ => new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(expected, names.Lasting(device));
    }

    [Theory]
    [InlineData("/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:1:0-part2", "/dev/vdb2")]
    [InlineData("/dev/disk/by-path/pci-0000:0b:00.0-sas-phy1-lun-0-part2", "/dev/vdb2")]
    [InlineData("/dev/disk/by-path/pci-0000:00:07.1-ata-2", "/dev/vdd")]
    [InlineData("/dev/disk/by-path/pci-0000:00:07.1-ata-1.1-part1", "/dev/vdc1")]
    [InlineData("/dev/disk/by-path/pci-0000:13:00.0-nvme-2-part1", "/dev/vde1")]
    [InlineData("/dev/disk/by-path/pci-0000:03:00.0-scsi-0:0:7:0", null)]
    [InlineData("/dev/disk/by-path/pci-0000:04:00.0", null)]
    [InlineData("/dev/disk/by-id/nvme-VMware_Virtual_NVMe_Disk_VMware_NVME_0000_2-part1", "/dev/vde1")]
    [InlineData("/dev/disk/by-id/dm-name-vg-root", null)]
    public void One_of_several_disks_is_named_by_its_place(string device, string? expected)
    {
        var names = new DeviceNames(
            [
                Guest.Disk,
                new GuestDisk("scsi0:1", "sdb", "vdb", "sdb"),
                new GuestDisk("ide0:1", "sdc", "vdc", "sdc"),
                new GuestDisk("ide1:0", "sdd", "vdd", "sdd"),
                new GuestDisk("nvme0:1", "nvme0n2", "vde", "sde"),
            ],
            _ => new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal(expected, names.Lasting(device));
    }

    [Theory]
    [InlineData("/dev/disk/by-id/ata-VMware_Virtual_SATA_Hard_Drive_00000000000000000001-part1")]
    [InlineData("/dev/disk/by-id/nvme-eui.000c296f8d4e9a60-part1")]
    [InlineData("/dev/disk/by-path/pci-0000:02:03.0-ata-1-part1")]
    [InlineData("/dev/disk/by-path/pci-0000:0b:00.0-sas-0x5000c2957a3b8e2c-lun-0-part1")]
    public void A_single_disk_is_meant_by_any_link(string device) => Assert.Equal("UUID=" + Guest.RootUuid, Guest.Names().Lasting(device));

    [Theory]
    [InlineData("/dev/vg/root", "/dev/mapper/vg-root")]
    [InlineData("/dev/web-01/var-log", "/dev/mapper/web--01-var--log")]
    [InlineData("/dev/mapper/luks-1", null)]
    [InlineData("/dev/sda1", null)]
    public void A_volume_has_a_second_name(string device, string? expected) => Assert.Equal(expected, GuestAdjuster.MapperName(device));

    [Fact]
    public void An_NVMe_disk_s_partition_has_a_p()
    {
        var names = Guest.Names(new GuestDisk("nvme0:0", "nvme0n1", "vda", "sdb"));

        Assert.Equal("/dev/vda2", names.Lasting("/dev/nvme0n1p2"));
        Assert.Equal("/dev/sdb2", names.InAppliance("/dev/nvme0n1p2"));
        Assert.Equal("/dev/vda", names.Renamed("/dev/nvme0n1"));
    }
}
