using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server whose LVM looks at VMware's disks alone, which it knows by the beginning of their ids.</summary>
internal static class BookwormIdFilter
{
    internal static Guest Guest { get; } = new("bookworm-id-filter", "BIOS, /var and /home on LVM, an LVM filter by VMware's ids, static ifupdown", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "lvm2", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            new("/etc/lvm/lvmlocal.conf", "devices {\n\tglobal_filter = [ \"a|^/dev/disk/by-id/scsi-36000c29|\", \"r|.*|\" ]\n}\n"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/sda1 / ext4 errors=remount-ro 0 1
                /dev/mapper/data-var /var ext4 defaults 0 2
                /dev/mapper/data-home /home ext4 defaults 0 2

                """),
            Network.IfupdownStatic(Network.FirstCard, "10.77.62.10/24"),
            .. MountReport.OnSerialLine,
        ],
        Disks =
        [
            new(1792, "monolithicSparse", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))]),
            new(768, "monolithicSparse", PartitionTable.Mbr,
            [
                new(null, new VolumeGroup("data",
                [
                    new("var", 512, new FileSystem("ext4", "/var")),
                    new("home", 128, new FileSystem("ext4", "/home")),
                ])),
            ]),
        ],
        Cards = [new("10.77.62.10")],
    };
}
