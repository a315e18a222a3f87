using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server of 32 bits, upgraded since the days when udev wrote down the names of cards.</summary>
internal static class BookwormI386
{
    internal static Guest Guest { get; } = new("bookworm-i386", "BIOS, i386, LSI Logic, cards named by persistent rules, DHCP on one and a static address on the other", "bookworm")
    {
        Architecture = "i386",
        ScsiController = "lsilogic",
        Packages = ["grub-pc", "initramfs-tools", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults("quiet net.ifnames=0", byDeviceName: true),
            new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n/dev/sda2 none swap sw 0 0\n"),
            Network.PersistentRules("bookworm-i386", "eth1", "eth0"),
            Network.Ifupdown("eth1", "eth0", "10.77.21.10/24"),
        ],
        Disks = [new(2048, "twoGbMaxExtentSparse", PartitionTable.Mbr, [new(1800, new FileSystem("ext4", "/")), new(null, new Swap())])],
        Cards = [new(), new("10.77.21.10")],
    };
}
