using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server without systemd, as those are that were upgraded for long: init and its scripts.</summary>
internal static class BookwormSysvinit
{
    internal static Guest Guest { get; } = new("bookworm-sysvinit", "BIOS, sysvinit, ext3 by device name, a second disk by label, ifupdown with a static address", "bookworm")
    {
        Init = "sysvinit-core",
        ScsiController = "lsilogic",
        Packages = ["grub-pc", "initramfs-tools", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(byDeviceName: true),
            new("/etc/fstab",
                """
                /dev/sda1 / ext3 errors=remount-ro 0 1
                LABEL=data /srv ext4 defaults 0 2
                /dev/sdb2 none swap sw 0 0

                """),
            Network.IfupdownStatic(Network.FirstCard, "10.77.25.10/24"),
        ],
        Disks =
        [
            new(2048, "twoGbMaxExtentFlat", PartitionTable.Mbr, [new(null, new FileSystem("ext3", "/"))]),
            new(128, "streamOptimized", PartitionTable.Mbr, [new(64, new FileSystem("ext4", "/srv", "data")), new(null, new Swap())]),
        ],
        Cards = [new("10.77.25.10")],
    };
}
