using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server on VMware's NVMe controller, whose connection is bound to the address of its card.</summary>
internal static class TrixieNvme
{
    internal static Guest Guest { get; } = new("trixie-nvme", "UEFI, NVMe, XFS by device name, dracut, NetworkManager keyfile by the card's address", "trixie")
    {
        Firmware = Firmware.Uefi,
        Packages = ["grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "dracut", "xfsprogs", "network-manager"],
        MemoryMebibytes = 1024,
        Files =
        [
            .. Initramfs.DracutHostOnly("nvme", "xfs"),
            Grub.Defaults("quiet root=/dev/nvme0n1p2"),
            new("/etc/fstab",
                """
                /dev/nvme0n1p2 / xfs defaults 0 0
                /dev/nvme0n1p1 /boot/efi vfat umask=0077 0 1

                """),
            Network.NetworkManagerByAddress("trixie-nvme", "10.77.17.10/24"),
        ],
        Disks =
        [
            new(2304, "streamOptimized", PartitionTable.Gpt, [new(64, FileSystem.Efi), new(null, new FileSystem("xfs", "/"))]) { Bus = "nvme" },
        ],
        Cards = [new("10.77.17.10")],
    };
}
