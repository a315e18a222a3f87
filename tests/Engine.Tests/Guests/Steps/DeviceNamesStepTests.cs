using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;

namespace V2K.Engine.Tests.Guests.Steps;

/// <summary>Names that another machine gives to other disks, in the tables of what to mount, decrypt and resume from.</summary>
public sealed class DeviceNamesStepTests : StepTests
{
    [Fact]
    public void Every_table_of_devices_gets_lasting_names()
    {
        Files.With("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n/dev/sda5 none swap sw 0 0\n/dev/sdb1 /data ext4 defaults 0 2\n")
            .With("/etc/crypttab", "home_crypt /dev/sda5 none luks\n")
            .With("/etc/initramfs-tools/conf.d/resume", "RESUME=/dev/sda5\n")
            .With("/etc/initramfs-tools/conf.d/local", "RESUME='/dev/sda5'\n")
            .With("/etc/lvm/lvm.conf", "devices {\n  # filter = [ \"a|/dev/sda|\" ]\n  filter = [ \"a|^/dev/sda2$|\", \"r|.*|\" ]\n}\n")
            .With("/etc/mdadm/mdadm.conf", "DEVICE /dev/sda1 /dev/sda2\nARRAY /dev/md0 UUID=1 devices=/dev/sda1,/dev/sda2\n");

        var guest = Run(new DeviceNamesStep());

        Assert.Equal($"UUID={Guest.RootUuid} / ext4 errors=remount-ro 0 1\nUUID={Guest.SwapUuid} none swap sw 0 0\n/dev/sdb1 /data ext4 defaults 0 2\n", Files.ReadText("/etc/fstab"));
        Assert.Equal($"home_crypt UUID={Guest.SwapUuid} none luks\n", Files.ReadText("/etc/crypttab"));
        Assert.Equal($"RESUME=UUID={Guest.SwapUuid}\n", Files.ReadText("/etc/initramfs-tools/conf.d/resume"));
        Assert.Equal($"RESUME='UUID={Guest.SwapUuid}'\n", Files.ReadText("/etc/initramfs-tools/conf.d/local"));
        Assert.Equal("devices {\n  # filter = [ \"a|/dev/sda|\" ]\n  filter = [ \"a|^/dev/vda2$|\", \"r|.*|\" ]\n}\n", Files.ReadText("/etc/lvm/lvm.conf"));
        Assert.Equal("DEVICE partitions\nARRAY /dev/md0 UUID=1\n", Files.ReadText("/etc/mdadm/mdadm.conf"));
        Assert.Contains("/etc/fstab mounts /dev/sdb1 at /data", Assert.Single(guest.Log.Warnings), StringComparison.Ordinal);
        Unchanged(new DeviceNamesStep());
    }

    [Fact]
    public void Mount_units_and_swap_units_get_links_that_last()
    {
        Files.With("/etc/systemd/system/data.mount", "[Mount]\nWhat=/dev/sda1\nWhere=/data\nType=ext4\n")
            .With("/etc/systemd/system/dev-sda5.swap", "[Swap]\nWhat=/dev/sda5\n")
            .With("/etc/systemd/system/swap.target.wants/other.swap", "");
        Files.Link("/etc/systemd/system/dev-sda5.swap", "/etc/systemd/system/swap.target.wants/dev-sda5.swap");

        Run(new DeviceNamesStep());

        Assert.Equal($"[Mount]\nWhat=/dev/disk/by-uuid/{Guest.RootUuid}\nWhere=/data\nType=ext4\n", Files.ReadText("/etc/systemd/system/data.mount"));
        var unit = "dev-disk-by\\x2duuid-" + Guest.SwapUuid.Replace("-", "\\x2d", StringComparison.Ordinal) + ".swap";
        Assert.Equal($"[Swap]\nWhat=/dev/disk/by-uuid/{Guest.SwapUuid}\n", Files.ReadText("/etc/systemd/system/" + unit));
        Assert.False(Files.IsFile("/etc/systemd/system/dev-sda5.swap"));
        Assert.Equal("/etc/systemd/system/" + unit, Files.LinkTarget("/etc/systemd/system/swap.target.wants/" + unit));
        Assert.Null(Files.LinkTarget("/etc/systemd/system/swap.target.wants/dev-sda5.swap"));
        Assert.True(Files.IsFile("/etc/systemd/system/swap.target.wants/other.swap"));
        Unchanged(new DeviceNamesStep());
    }

    [Fact]
    public void Nofail_is_given_to_what_the_guest_can_do_without()
    {
        Files.With("/etc/fstab", "UUID=1 / ext4 defaults 0 1\nUUID=2 /data xfs noatime 0 2\nUUID=3 none swap sw 0 0\nUUID=4 /srv ext4 nofail 0 2\n");

        Run(new DeviceNamesStep(), new AdjustOptions { NoFail = true });

        Assert.Equal("UUID=1 / ext4 defaults 0 1\nUUID=2 /data xfs noatime,nofail 0 2\nUUID=3 none swap sw 0 0\nUUID=4 /srv ext4 nofail 0 2\n", Files.ReadText("/etc/fstab"));
    }
}
