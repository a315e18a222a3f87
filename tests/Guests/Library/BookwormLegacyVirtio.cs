using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>
/// A server whose kernel knows virtio from before version 1.0 alone, as those of Debian 8, RHEL 6 and Ubuntu 14.04 do. Its <c>guestOS</c> is that of a
/// newer system, so that only a look at its kernel tells.
/// </summary>
internal static class BookwormLegacyVirtio
{
    internal static Guest Guest { get; } = new("bookworm-legacy-virtio", "BIOS, ext4, a kernel that knows no virtio 1.0", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(),
            new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n"),
            Network.Ifupdown(),
        ],
        Disks = [new(2048, "monolithicSparse", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))])],
        PackagesWhileBuilding = LegacyVirtio.Packages,
        BuildScript = LegacyVirtio.Script,
        GoesByFidelity = true,
    };
}
