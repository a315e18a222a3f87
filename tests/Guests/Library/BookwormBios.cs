using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>The ordinary server of a VMware estate: everything is named by its device.</summary>
internal static class BookwormBios
{
    internal static Guest Guest { get; } = new("bookworm-bios", "BIOS, ext4 and swap by device name, ifupdown with DHCP", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults("quiet resume=/dev/sda2", byDeviceName: true),
            new("/etc/fstab",
                """
                /dev/sda1 / ext4 errors=remount-ro 0 1
                /dev/sda2 none swap sw 0 0

                """),
            Network.Ifupdown(),
        ],
        Disks =
        [
            new(2048, "streamOptimized", PartitionTable.Mbr, [new(1792, new FileSystem("ext4", "/")), new(null, new Swap())]),
        ],
    };
}
