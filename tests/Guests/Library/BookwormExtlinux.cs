using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server without GRUB on an IDE disk, with two cards in a bond.</summary>
internal static class BookwormExtlinux
{
    internal static Guest Guest { get; } = new("bookworm-extlinux", "BIOS, extlinux, IDE, /boot of its own, a static bond of two cards by ifupdown", "bookworm")
    {
        Loader = Loader.Extlinux,
        Packages = ["extlinux", "syslinux-common", "initramfs-tools", "ifupdown", "ifenslave"],
        Files =
        [
            .. Initramfs.Listing("ext4", "ata_piix"),
            new("/boot/extlinux/extlinux.conf",
                """
                DEFAULT linux
                TIMEOUT 10
                LABEL linux
                  KERNEL /vmlinuz
                  INITRD /initrd.img
                  APPEND root=/dev/sda2 ro quiet

                """),
            new("/etc/fstab",
                """
                /dev/sda2 / ext4 errors=remount-ro 0 1
                /dev/sda1 /boot ext2 defaults 0 2

                """),
            Network.Bond("10.77.18.10/24"),
        ],
        Disks =
        [
            new(2304, "twoGbMaxExtentSparse", PartitionTable.Mbr, [new(256, new FileSystem("ext2", "/boot")), new(null, new FileSystem("ext4", "/"))]) { Bus = "ide" },
        ],
        Cards = [new("10.77.18.10"), new() { IsPort = true }],
    };
}
