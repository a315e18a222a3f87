using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server that LVM itself mirrors on two disks: the parts of a mirrored volume look like the file system that is in it.</summary>
internal static class BookwormLvmRaid
{
    internal static Guest Guest { get; } = new("bookworm-lvm-raid", "BIOS, two disks, ext4 on volumes that LVM mirrors, static ifupdown", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "lvm2", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/sda1 /boot ext4 defaults 0 2
                /dev/mapper/lab-home /home ext4 defaults 0 2
                /dev/lab/srv /srv ext4 defaults 0 2

                """),
            Network.IfupdownStatic(Network.FirstCard, "10.77.61.10/24"),
            .. MountReport.OnSerialLine,
        ],
        Disks =
        [
            new(2304, "monolithicSparse", PartitionTable.Mbr,
            [
                new(256, new FileSystem("ext4", "/boot")),
                new(null, new VolumeGroup("lab",
                [
                    new("root", 1600, new FileSystem("ext4", "/")),
                    new("home", 128, new FileSystem("ext4", "/home")) { IsMirrored = true },
                    new("srv", 64, new FileSystem("ext4", "/srv")) { IsMirrored = true },
                ])
                {
                    Others = ["/dev/sdb1"],
                }),
            ]),
            new(384, "monolithicFlat", PartitionTable.Mbr, [new(null, new PhysicalVolume())]),
        ],
        Cards = [new("10.77.61.10")],
    };
}
