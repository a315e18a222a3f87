using V2K.Engine.Guests;
using V2K.Engine.Guests.Steps;
using V2K.Engine.Tests.Guests.Steps;

namespace V2K.Engine.Tests.Guests;

public sealed class BootFolderTests : StepTests
{
    [Theory]
    [InlineData("/boot/vmlinuz-6.1.0-18-amd64", true)]
    [InlineData("/boot/initrd.img-6.1.0-18-amd64", true)]
    [InlineData("/boot/kernel-genkernel-x86_64-6.1.0-18-amd64", true)]
    [InlineData("/boot/0123456789abcdef/6.1.0-18-amd64/linux", true)]
    [InlineData("/boot/vmlinuz-lts", true)]
    [InlineData("/boot/grub/grub.cfg", false)]
    [InlineData("/boot/memtest86+.bin", false)]
    public void A_file_system_is_boot_by_the_kernels_in_it(string path, bool expected)
    {
        Files.With(path, "");

        Assert.Equal(expected, BootFolder.Score(Files, ["6.1.0-18-amd64"]) > 0);
    }

    [Fact]
    public void Kernels_of_this_very_system_count_for_more_than_any_others()
    {
        using var other = new FolderGuest();
        Files.With("/boot/vmlinuz-6.1.0-18-amd64", "");
        foreach (var release in new[] { "5.10.0-1", "5.10.0-2", "5.10.0-3" })
        {
            other.With("/boot/vmlinuz-" + release, "").With("/boot/initrd.img-" + release, "");
        }

        Assert.True(BootFolder.Score(Files, ["6.1.0-18-amd64"]) > BootFolder.Score(other, ["6.1.0-18-amd64"]));
    }

    [Fact]
    public void Fstab_names_the_boot_partition_that_was_found_by_its_kernels()
    {
        Files.With("/etc/fstab", "/dev/disk/by-id/scsi-36000c29dead-part1 /boot ext4 defaults 0 2\n");
        var names = new DeviceNames(
            [Guest.Disk with { Uuid = "6000c29a1b2c3d4e5f60718293a4b5c6" }, new GuestDisk("scsi0:1", "sdb", "vdb", "sdb")], _ => new Dictionary<string, string>(StringComparer.Ordinal));
        var guest = new GuestWork(Files, names, Guest.Machine(), new AdjustOptions(), new StepLog())
        {
            FoundDevices = new Dictionary<string, string>(StringComparer.Ordinal) { ["/dev/disk/by-id/scsi-36000c29dead-part1"] = "UUID=" + Guest.RootUuid },
        };

        new DeviceNamesStep().Run(guest);

        Assert.Equal($"UUID={Guest.RootUuid} /boot ext4 defaults 0 2\n", Files.ReadText("/etc/fstab"));
        Assert.Empty(guest.Log.Warnings);
    }
}
