using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>An older server: the kernel's own names for cards, LSI Logic, and a data disk that must be there.</summary>
internal static class BullseyeTwoDisks
{
    internal static Guest Guest { get; } = new("bullseye-two-disks", "BIOS, net.ifnames=0, a second disk mounted by /dev/sdb1", "bullseye")
    {
        ScsiController = "lsilogic",
        Packages = ["grub-pc", "initramfs-tools", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults("quiet net.ifnames=0 biosdevname=0"),
            new("/etc/fstab",
                """
                /dev/sda1 / ext4 errors=remount-ro 0 1
                /dev/sdb1 /srv ext4 defaults 0 2

                """),
            Network.Ifupdown("eth0"),
        ],
        Disks =
        [
            new(2048, "monolithicSparse", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))]),
            new(256, "monolithicFlat", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/srv"))]),
        ],
    };
}
