using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server moved from hardware to VMware with its mirror: /boot on one array, LVM on the other, both by the names of their disks.</summary>
internal static class BookwormRaid
{
    private const string Boot = "4b1c2f7e:5d8a9063:c41e77b2:0f93d6a8";
    private const string System = "e8274d10:9ab35c6f:31d0f4e7:6c52b98a";

    internal static Guest Guest { get; } = new("bookworm-raid", "BIOS, two disks mirrored, LVM on it, mdadm.conf and lvm.conf by device name", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "mdadm", "lvm2", "network-manager"],
        Files =
        [
            .. Initramfs.Listing("ext4", "md_mod", "raid1"),
            Grub.Defaults(),
            new("/etc/mdadm/mdadm.conf",
                $"""
                DEVICE /dev/sd[ab]1 /dev/sd[ab]2
                HOMEHOST <system>
                MAILADDR root
                ARRAY /dev/md0 metadata=1.2 UUID={Boot} devices=/dev/sda1,/dev/sdb1
                ARRAY /dev/md1 metadata=1.2 UUID={System}
                   devices=/dev/sda2,/dev/sdb2

                """),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/md0 /boot ext2 defaults 0 2
                /dev/mapper/lab-swap none swap sw 0 0

                """),
            Network.NetworkManager("10.77.12.10/24,10.77.12.1"),
        ],
        Disks = [Half("monolithicSparse"), Half("monolithicFlat")],
        Arrays =
        [
            new("md0", Boot, new FileSystem("ext2", "/boot")),
            new("md1", System, new VolumeGroup("lab", [new("root", 1600, new FileSystem("ext4", "/")), new("swap", 64, new Swap())])),
        ],
        Cards = [new("10.77.12.10")],
    };

    private static GuestDisk Half(string kind) =>
        new(2048, kind, PartitionTable.Mbr, [new(256, new RaidMember("md0")), new(null, new RaidMember("md1"))]);
}
