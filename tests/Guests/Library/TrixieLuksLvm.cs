using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server installed with "encrypted LVM", on Btrfs with a subvolume for its users.</summary>
internal static class TrixieLuksLvm
{
    internal static Guest Guest { get; } = new("trixie-luks-lvm", "UEFI, Btrfs subvolumes on LVM in LUKS, a data disk with a random key, netplan by address", "trixie")
    {
        Firmware = Firmware.Uefi,
        Key = "laboratory",
        // The container's key derivation may want as much memory as the machine had that made it.
        MemoryMebibytes = 1024,
        Packages =
        [
            "grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "initramfs-tools", "cryptsetup-initramfs", "systemd-cryptsetup", "lvm2",
            "btrfs-progs", "netplan-generator", "xz-utils",
        ],
        Files =
        [
            .. Initramfs.Listing("btrfs", "dm_crypt", "aesni_intel", "xts"),
            new("/etc/initramfs-tools/conf.d/compress", "COMPRESS=xz\n"),
            new("/etc/keys/root.key", "laboratory") { IsPrivate = true },
            new("/etc/cryptsetup-initramfs/conf-hook", "KEYFILE_PATTERN=\"/etc/keys/*.key\"\n"),
            new("/etc/crypttab",
                """
                sda3_crypt /dev/sda3 /etc/keys/root.key luks,initramfs
                swap_crypt /dev/sdb1 /dev/urandom cipher=aes-xts-plain64,size=256,swap

                """),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / btrfs defaults,subvol=@ 0 0
                /dev/mapper/lab-root /home btrfs defaults,subvol=@home 0 0
                /dev/sda2 /boot ext4 defaults 0 2
                /dev/sda1 /boot/efi vfat umask=0077 0 1
                /dev/mapper/swap_crypt none swap sw 0 0

                """),
            Network.NetplanByAddress("trixie-luks-lvm", "10.77.14.10/24"),
        ],
        Disks =
        [
            new(2304, "streamOptimized", PartitionTable.Gpt,
            [
                new(32, FileSystem.Efi),
                new(256, new FileSystem("ext4", "/boot")),
                new(null, new Luks("sda3_crypt", new VolumeGroup("lab", [new("root", 1900, new Btrfs(("@", "/"), ("@home", "/home")))]))),
            ]),
            new(128, "monolithicFlat", PartitionTable.Gpt, [new(null, new Swap())]),
        ],
        Cards = [new("10.77.14.10")],
    };
}
