using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A UEFI server that starts by Secure Boot, with a swap to resume from and interfaces(5) in a file of its own.</summary>
internal static class BookwormSecureBoot
{
    internal static Guest Guest { get; } = new("bookworm-secure-boot", "UEFI with Secure Boot, /boot of its own, RESUME= by device name, ifupdown with a static address", "bookworm")
    {
        Firmware = Firmware.Uefi,
        HasSecureBoot = true,
        Packages = ["grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "initramfs-tools", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            new("/etc/initramfs-tools/conf.d/resume", "RESUME=/dev/sda4\n"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/sda3 / ext4 errors=remount-ro 0 1
                /dev/sda2 /boot ext4 defaults 0 2
                /dev/sda1 /boot/efi vfat umask=0077 0 1
                /dev/sda4 none swap sw 0 0

                """),
            new("/etc/network/interfaces", "source /etc/network/interfaces.d/*\n"),
            Network.IfupdownStatic(Network.FirstCard, "10.77.24.10/24") with { Path = "/etc/network/interfaces.d/lan" },
        ],
        Disks =
        [
            new(2304, "monolithicSparse", PartitionTable.Gpt,
            [
                new(64, FileSystem.Efi),
                new(256, new FileSystem("ext4", "/boot")),
                new(1700, new FileSystem("ext4", "/")),
                new(null, new Swap()),
            ]),
        ],
        Cards = [new("10.77.24.10")],
    };
}
