using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A UEFI server on LVM, with Debian's loader where Debian puts it and nowhere else.</summary>
internal static class BookwormLvm
{
    internal static Guest Guest { get; } = new("bookworm-lvm", "UEFI, ext4 on LVM, systemd-networkd by name with DHCP", "bookworm")
    {
        Firmware = Firmware.Uefi,
        Packages = ["grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "initramfs-tools", "lvm2"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/sda1 /boot/efi vfat umask=0077 0 1
                /dev/mapper/lab-swap none swap sw 0 0

                """),
            .. Network.Networkd(),
        ],
        Disks =
        [
            new(2048, "monolithicSparse", PartitionTable.Gpt,
            [
                new(64, FileSystem.Efi),
                new(null, new VolumeGroup("lab", [new("root", 1600, new FileSystem("ext4", "/")), new("swap", 128, new Swap())])),
            ]),
        ],
    };
}
