using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server with dracut and LVM, which has its disk in a devices file by a number that only VMware gives it.</summary>
internal static class BookwormDracutLvm
{
    internal static Guest Guest { get; } = new("bookworm-dracut-lvm", "UEFI, dracut, rd.lvm.lv, an LVM devices file by WWN, static NetworkManager", "bookworm")
    {
        Firmware = Firmware.Uefi,
        MemoryMebibytes = 1024,
        Packages = ["grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "dracut", "lvm2", "network-manager"],
        Files =
        [
            .. Initramfs.DracutHostOnly("ext4", "dm_mod"),
            new("/etc/dracut.conf.d/lvm.conf", "add_dracutmodules+=\" lvm \"\n"),
            new("/etc/lvm/lvmlocal.conf", "devices {\n\tuse_devicesfile = 1\n}\n"),
            Grub.Defaults("quiet rd.lvm.lv=lab/root"),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/sda1 /boot/efi vfat umask=0077 0 1
                /dev/mapper/lab-var /var ext4 defaults 0 2
                /dev/mapper/lab-swap none swap sw 0 0

                """),
            Network.NetworkManager("10.77.23.10/24"),
        ],
        Disks =
        [
            new(2560, "monolithicSparse", PartitionTable.Gpt,
            [
                new(64, FileSystem.Efi),
                new(null, new VolumeGroup("lab",
                [
                    new("root", 1500, new FileSystem("ext4", "/")),
                    new("var", 450, new FileSystem("ext4", "/var")),
                    new("swap", 128, new Swap()),
                ])),
            ]),
        ],
        Cards = [new("10.77.23.10")],
        LastCommands =
        [
            ["sh", "mkdir -p /etc/lvm/devices"],
            [
                "sh",
                "echo VERSION=1.1.1 > /etc/lvm/devices/system.devices; "
                + "echo IDTYPE=sys_wwid IDNAME=naa.6000c29a63a9dd7aa8dcd1c5a5d7e6f0 DEVNAME=/dev/sda2 "
                + "PVID=$(pvs --devicesfile '' --noheadings -o pv_uuid /dev/sda2 | tr -d ' -') PART=2 >> /etc/lvm/devices/system.devices",
            ],
        ],
    };
}
