using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A hardened server with file systems for everything, also <c>/usr</c>, on LVM that looks at nothing but its disk.</summary>
internal static class BookwormSplit
{
    internal static Guest Guest { get; } = new("bookworm-split", "BIOS, /usr and /var of their own on LVM, an LVM filter by device name, static ifupdown", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "lvm2", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            new("/etc/lvm/lvmlocal.conf", "devices {\n\tglobal_filter = [ \"a|^/dev/sda[0-9]+$|\", \"r|.*|\" ]\n}\n"),
            Grub.Defaults("quiet resume=/dev/mapper/lab-swap"),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/mapper/lab-usr /usr ext4 nodev 0 2
                /dev/mapper/lab-var /var ext4 nodev,nosuid 0 2
                /dev/sda1 /boot ext4 nodev,nosuid 0 2
                /dev/mapper/lab-swap none swap sw 0 0

                """),
            Network.IfupdownStatic(Network.FirstCard, "10.77.19.10/24"),
        ],
        Disks =
        [
            new(2560, "monolithicSparse", PartitionTable.Mbr,
            [
                new(256, new FileSystem("ext4", "/boot")),
                new(null, new VolumeGroup("lab",
                [
                    new("root", 200, new FileSystem("ext4", "/")),
                    new("usr", 1400, new FileSystem("ext4", "/usr")),
                    new("var", 450, new FileSystem("ext4", "/var")),
                    new("swap", 128, new Swap()),
                ])),
            ]),
        ],
        Cards = [new("10.77.19.10")],
    };
}
