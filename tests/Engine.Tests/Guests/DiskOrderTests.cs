using V2K.Engine.Guests;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Tests.Guests;

/// <summary>A pvscsi and an AHCI disk, and whichever came up first is sda.</summary>
public sealed class DiskOrderTests
{
    private static readonly GuestDisk[] Disks =
    [
        new("scsi0:0", "sda", "vdb", "sdb"),
        new("sata0:0", "sdb", "vda", "sda"),
        new("sata0:1", "sdc", "vdc", "sdc"),
        new("nvme0:0", "nvme0n1", "vdd", "sdd"),
    ];

    [Theory]
    [InlineData("/dev/sda1 / ext4\n", "sdb sda sdc nvme0n1")]
    [InlineData("/dev/sdb1 / ext4\n", "sda sdb sdc nvme0n1")]
    [InlineData("UUID=1 / ext4\n/dev/sdb1 /srv xfs\n/dev/sda2 none swap\n", "sdb sda sdc nvme0n1")]
    [InlineData("/dev/sda1 / ext4\n/dev/sdb1 /srv auto\n/dev/sdc1 /var xfs\n", "sdc sda sdb nvme0n1")]
    [InlineData("UUID=1 / ext4\n/dev/sdd1 /srv xfs\n", "sda sdb sdc nvme0n1")]
    [InlineData("UUID=1 / ext4\n", "sda sdb sdc nvme0n1")]
    public void Names_agree_with_what_the_guest_mounts(string table, string expected) => Assert.Equal(
        expected,
        string.Join(' ', DiskOrder.Agreeing(Disks, Fstab.Parse(table), "/dev/sda1", TypeOf).Select(disk => disk.OldName)));

    private static string? TypeOf(string device) => device switch
    {
        "/dev/sda1" => "ext4",
        "/dev/sda2" => "swap",
        "/dev/sdb1" => "xfs",
        "/dev/sdc1" => "ext3",
        _ => null,
    };
}
