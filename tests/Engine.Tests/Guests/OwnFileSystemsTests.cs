using V2K.Engine.Guests;

namespace V2K.Engine.Tests.Guests;

public sealed class OwnFileSystemsTests
{
    private static readonly string[] Volumes = ["/dev/vg/var", "/dev/vg/data", "/dev/my-vg/home", "/dev/sdata/srv"];
    private static readonly string[] Opened = ["/dev/mapper/luks-0b1c"];

    /// <summary>As libguestfs lists them: hidden layers by their names in device-mapper.</summary>
    [Theory]
    [InlineData("/dev/mapper/vg-var_rimage_0", "ext4")]
    [InlineData("/dev/mapper/vg-var_rimage_1", "xfs")]
    [InlineData("/dev/mapper/vg-var_rmeta_0", "unknown")]
    [InlineData("/dev/mapper/vg-data_mimage_0", "ext4")]
    [InlineData("/dev/mapper/vg-data_mlog", "unknown")]
    [InlineData("/dev/mapper/vg-pool_tdata", "ext4")]
    [InlineData("/dev/mapper/vg-pool_tmeta", "unknown")]
    [InlineData("/dev/mapper/vg-pool-tpool", "ext4")]
    [InlineData("/dev/mapper/vg-lvol0_pmspare", "unknown")]
    [InlineData("/dev/mapper/vg-data_corig", "ext4")]
    [InlineData("/dev/mapper/vg-cache_cpool_cdata", "ext4")]
    [InlineData("/dev/mapper/vg-vpool0_vdata", "ext4")]
    [InlineData("/dev/mapper/vg-var-real", "ext4")]
    [InlineData("/dev/mapper/vg-snap-cow", "unknown")]
    [InlineData("/dev/mapper/my--vg-home_rimage_0", "ext4")]
    [InlineData("/dev/mapper/mpatha1", "ext4")]
    [InlineData("/dev/dm-3", "ext4")]
    [InlineData("/dev/sdc1", "linux_raid_member")]
    [InlineData("/dev/sdc2", "LVM2_member")]
    [InlineData("/dev/sdd", "bcache")]
    [InlineData("btrfsvol:/dev/mapper/vg-var_rimage_0/@", "btrfs")]
    public void A_part_of_something_else_is_no_file_system(string device, string type) => Assert.Empty(Own(device, type));

    [Theory]
    [InlineData("/dev/vg/var", "ext4")]
    [InlineData("/dev/my-vg/home", "xfs")]
    [InlineData("/dev/sda1", "ext4")]
    [InlineData("/dev/sdb", "vfat")]
    [InlineData("/dev/sda5", "swap")]
    [InlineData("/dev/sdaa12", "unknown")]
    [InlineData("/dev/md127", "ext4")]
    [InlineData("/dev/md127p1", "ext4")]
    [InlineData("/dev/mapper/luks-0b1c", "btrfs")]
    [InlineData("/dev/mapper/ldm_vol_WIN-1_Volume1", "ntfs")]
    [InlineData("btrfsvol:/dev/sda2/@/home", "btrfs")]
    [InlineData("btrfsvol:/dev/vg/data/@", "btrfs")]
    [InlineData("btrfsvol:/dev/sdata/srv/@", "btrfs")]
    [InlineData("btrfsvol:/dev/mapper/luks-0b1c/@rootfs", "btrfs")]
    public void Volumes_opened_devices_partitions_and_arrays_are_file_systems(string device, string type) =>
        Assert.Equal(type, Own(device, type)[device]);

    private static Dictionary<string, string> Own(string device, string type) =>
        OwnFileSystems.Of(new Dictionary<string, string>(StringComparer.Ordinal) { [device] = type }, Volumes, Opened);
}
