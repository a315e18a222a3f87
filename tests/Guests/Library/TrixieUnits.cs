using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server whose administrator writes units rather than tables, and knows his card by its driver.</summary>
internal static class TrixieUnits
{
    internal static Guest Guest { get; } = new("trixie-units", "BIOS on GPT, a mount unit and a swap unit by device name, systemd-networkd by the card's driver with a static address", "trixie")
    {
        Packages = ["grub-pc", "initramfs-tools"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(byDeviceName: true),
            new("/etc/fstab", "/dev/sda2 / ext4 errors=remount-ro 0 1\n"),
            new("/etc/systemd/system/srv.mount",
                """
                [Unit]
                Before=local-fs.target

                [Mount]
                What=/dev/sdb1
                Where=/srv
                Type=xfs

                [Install]
                RequiredBy=local-fs.target

                """),
            GuestFile.Link("/etc/systemd/system/local-fs.target.requires/srv.mount", "/etc/systemd/system/srv.mount"),
            new("/etc/systemd/system/dev-sda3.swap",
                """
                [Swap]
                What=/dev/sda3

                [Install]
                RequiredBy=swap.target

                """),
            GuestFile.Link("/etc/systemd/system/swap.target.requires/dev-sda3.swap", "/etc/systemd/system/dev-sda3.swap"),
            .. Network.NetworkdByDriver("10.77.27.10/24"),
        ],
        Disks =
        [
            new(2048, "monolithicSparse", PartitionTable.Gpt, [new(1, new BiosBoot()), new(1900, new FileSystem("ext4", "/")), new(null, new Swap())]),
            new(512, "monolithicFlat", PartitionTable.Gpt, [new(null, new FileSystem("xfs", "/srv"))]),
        ],
        Cards = [new("10.77.27.10")],
    };
}
