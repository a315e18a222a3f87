using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server of virtual networks, whose card is named only by what stands upon it, and whose <c>.vmx</c> knows no slots.</summary>
internal static class BookwormBridge
{
    internal static Guest Guest { get; } = new("bookworm-bridge", "UEFI, /boot read-only, /var on LVM, a static bridge with IPv6 and a VLAN by ifupdown, no slot in the .vmx", "bookworm")
    {
        Firmware = Firmware.Uefi,
        Packages = ["grub-efi-amd64", "grub-efi-amd64-signed", "shim-signed", "initramfs-tools", "lvm2", "ifupdown", "bridge-utils", "vlan"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(),
            new("/etc/fstab",
                """
                /dev/mapper/lab-root / ext4 errors=remount-ro 0 1
                /dev/mapper/lab-var /var ext4 defaults 0 2
                /dev/disk/by-id/wwn-0x6000c2913b6a05d8f7e2c4a19b3d5f70-part2 /boot ext4 ro 0 2
                /dev/sda1 /boot/efi vfat umask=0077,ro 0 1

                """),
            Network.BridgeAndVlan("10.77.15.10/24", "2001:db8:15::10/64", "10.77.115.10/24"),
        ],
        Disks =
        [
            new(2560, "monolithicSparse", PartitionTable.Gpt,
            [
                new(64, FileSystem.Efi),
                new(256, new FileSystem("ext4", "/boot")),
                new(null, new VolumeGroup("lab", [new("root", 1600, new FileSystem("ext4", "/")), new("var", 400, new FileSystem("ext4", "/var"))])),
            ]),
        ],
        Cards = [new("10.77.15.10") { HasSlot = false, MoreAddresses = ["2001:db8:15::10", "10.77.115.10"] }],
    };
}
