using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server that somebody has to unlock at its screen.</summary>
internal static class BookwormPassphrase
{
    internal static Guest Guest { get; } = new("bookworm-passphrase", "BIOS, ext4 in LUKS, its passphrase asked for on the screen", "bookworm")
    {
        Key = "Lab oratory: 1 {key}",
        // The container's key derivation may want as much memory as the machine had that made it.
        MemoryMebibytes = 1024,
        Packages = ["grub-pc", "initramfs-tools", "cryptsetup-initramfs", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4", "dm_crypt", "aesni_intel", "xts"),
            new("/etc/crypttab", "sda2_crypt /dev/sda2 none luks,initramfs\n"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/mapper/sda2_crypt / ext4 errors=remount-ro 0 1
                /dev/sda1 /boot ext4 defaults 0 2

                """),
            Network.Ifupdown(),
        ],
        Disks =
        [
            new(2048, "streamOptimized", PartitionTable.Mbr,
                [new(256, new FileSystem("ext4", "/boot")), new(null, new Luks("sda2_crypt", new FileSystem("ext4", "/")))]),
        ],
    };
}
