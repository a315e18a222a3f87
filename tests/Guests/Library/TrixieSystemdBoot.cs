using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A UEFI server without GRUB, whose EFI system partition is in no fstab: systemd finds it by its type.</summary>
internal static class TrixieSystemdBoot
{
    internal static Guest Guest { get; } = new("trixie-systemd-boot", "UEFI, systemd-boot, its partition in no fstab, systemd-networkd by address", "trixie")
    {
        Firmware = Firmware.Uefi,
        Loader = Loader.SystemdBoot,
        Packages = ["systemd-boot", "initramfs-tools"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            new("/etc/kernel/cmdline", "root=/dev/sda2 ro quiet\n"),
            new("/etc/kernel/install.conf", "layout=bls\nBOOT_ROOT=/efi\n"),
            new("/etc/fstab", "/dev/sda2 / ext4 errors=remount-ro 0 1\n"),
            .. Network.NetworkdByAddress("trixie-systemd-boot", "10.77.11.10/24"),
        ],
        Disks = [new(2048, "streamOptimized", PartitionTable.Gpt, [new(192, FileSystem.EfiAt("/efi")), new(null, new FileSystem("ext4", "/"))])],
        Cards = [new("10.77.11.10")],
    };
}
