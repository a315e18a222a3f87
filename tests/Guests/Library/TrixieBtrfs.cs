using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A UEFI server whose root is a subvolume, and whose connection is bound to the name of its card.</summary>
internal static class TrixieBtrfs
{
    internal static Guest Guest { get; } = new("trixie-btrfs", "UEFI, a Btrfs subvolume, NetworkManager keyfile with a static address", "trixie")
    {
        Firmware = Firmware.Uefi,
        Packages = ["grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "initramfs-tools", "btrfs-progs", "network-manager"],
        Files =
        [
            .. Initramfs.Listing("btrfs"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/sda2 / btrfs defaults,subvol=@rootfs 0 0
                /dev/sda1 /boot/efi vfat umask=0077 0 1

                """),
            Network.NetworkManager("10.77.4.10/24,10.77.4.1"),
        ],
        Disks =
        [
            new(2048, "streamOptimized", PartitionTable.Gpt,
                [new(64, FileSystem.Efi), new(null, new Btrfs(("@rootfs", "/")))]),
        ],
        Cards = [new("10.77.4.10")],
    };
}
