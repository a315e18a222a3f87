using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server whose kernel, initramfs and command line are one EFI program (UAPI.5 Unified Kernel Image).</summary>
internal static class TrixieUki
{
    internal static Guest Guest { get; } = new("trixie-uki", "UEFI, a unified kernel image, systemd-networkd by name with a static address", "trixie")
    {
        Firmware = Firmware.Uefi,
        Loader = Loader.SystemdBoot,
        Packages = ["systemd-boot", "systemd-boot-efi", "systemd-ukify", "initramfs-tools"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            new("/etc/kernel/cmdline", "root=/dev/sda2 ro quiet\n"),
            new("/etc/kernel/install.conf", "layout=uki\nuki_generator=ukify\nBOOT_ROOT=/efi\n"),
            new("/etc/fstab", "/dev/sda2 / ext4 errors=remount-ro 0 1\n/dev/sda1 /efi vfat umask=0077 0 1\n"),
            .. Network.NetworkdStatic("10.77.20.10/24"),
        ],
        Disks = [new(2304, "monolithicSparse", PartitionTable.Gpt, [new(256, FileSystem.EfiAt("/efi")), new(null, new FileSystem("ext4", "/"))])],
        Cards = [new("10.77.20.10")],
    };
}
