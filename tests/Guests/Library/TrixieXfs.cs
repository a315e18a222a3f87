using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server with a static address, which nobody but its own configuration knows.</summary>
internal static class TrixieXfs
{
    internal static Guest Guest { get; } = new("trixie-xfs", "BIOS, XFS, netplan with a static address", "trixie")
    {
        Packages = ["grub-pc", "initramfs-tools", "xfsprogs", "netplan-generator"],
        Files =
        [
            .. Initramfs.Listing("xfs"),
            Grub.Defaults(),
            new("/etc/fstab", "/dev/sda1 / xfs defaults 0 1\n"),
            Network.Netplan("10.77.3.10/24", "10.77.3.1"),
        ],
        Disks = [new(2048, "monolithicFlat", PartitionTable.Mbr, [new(null, new FileSystem("xfs", "/"))])],
        Cards = [new("10.77.3.10")],
    };
}
