using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server whose initramfs dracut made for the hardware it found, which was VMware's.</summary>
internal static class BookwormDracut
{
    internal static Guest Guest { get; } = new("bookworm-dracut", "BIOS, ext4, dracut for this host only", "bookworm")
    {
        Packages = ["grub-pc", "dracut", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.DracutHostOnly("ext4"),
            Grub.Defaults(),
            new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n"),
            Network.Ifupdown(),
        ],
        Disks = [new(2048, "streamOptimized", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))])],
    };
}
