using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server that asks for two passphrases on its serial console: the initramfs for its root's, systemd for its data's.</summary>
internal static class TrixiePassphrase
{
    internal static Guest Guest { get; } = new("trixie-passphrase", "UEFI, LVM in LUKS and a data disk in LUKS, passphrases asked for on the serial console", "trixie")
    {
        Firmware = Firmware.Uefi,
        Key = "laboratory",
        // The container's key derivation may want as much memory as the machine had that made it.
        MemoryMebibytes = 1024,
        Packages =
        [
            "grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "initramfs-tools", "cryptsetup-initramfs", "systemd-cryptsetup", "lvm2",
        ],
        Files =
        [
            .. Initramfs.Listing("ext4", "dm_crypt", "aesni_intel", "xts"),
            new("/etc/crypttab",
                """
                sda3_crypt /dev/sda3 none luks,initramfs
                data_crypt /dev/sdb1 none luks

                """),
            Grub.Defaults("console=tty0 console=ttyS0,115200"),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/sda2 /boot ext4 defaults 0 2
                /dev/sda1 /boot/efi vfat umask=0077 0 1
                /dev/mapper/data_crypt /srv ext4 defaults 0 2

                """),
            .. Network.NetworkdStatic("10.77.29.10/24"),
        ],
        Disks =
        [
            new(2304, "streamOptimized", PartitionTable.Gpt,
            [
                new(64, FileSystem.Efi),
                new(256, new FileSystem("ext4", "/boot")),
                new(null, new Luks("sda3_crypt", new VolumeGroup("lab", [new("root", 1700, new FileSystem("ext4", "/"))]))),
            ]),
            new(128, "monolithicFlat", PartitionTable.Gpt, [new(null, new Luks("data_crypt", new FileSystem("ext4", "/srv")))]),
        ],
        Cards = [new("10.77.29.10")],
    };
}
