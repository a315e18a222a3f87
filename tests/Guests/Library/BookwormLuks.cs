using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server whose root is encrypted, and which opens it by itself with a key in its initramfs.</summary>
internal static class BookwormLuks
{
    internal static Guest Guest { get; } = new("bookworm-luks", "BIOS, ext4 in LUKS, opened by a key in the initramfs", "bookworm")
    {
        Key = "laboratory",
        // The container's key derivation may want as much memory as the machine had that made it.
        MemoryMebibytes = 1024,
        Packages = ["grub-pc", "initramfs-tools", "cryptsetup-initramfs", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4", "dm_crypt", "aesni_intel", "xts"),
            new("/etc/keys/root.key", "laboratory") { IsPrivate = true },
            new("/etc/cryptsetup-initramfs/conf-hook", "KEYFILE_PATTERN=\"/etc/keys/*.key\"\n"),
            new("/etc/crypttab", "sda2_crypt /dev/sda2 /etc/keys/root.key luks,initramfs\n"),
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
