using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>
/// A server that could boot anywhere but for the name of its network card. Nothing in it is changed: the card alone is
/// placed so that the guest calls it what VMware made it call it.
/// </summary>
internal static class BookwormReady
{
    internal static Guest Guest { get; } = new("bookworm-ready", "BIOS, ext4 by label, virtio in its initramfs, not adjusted, ens192 by placement", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4", "virtio_pci", "virtio_blk", "virtio_scsi", "virtio_net"),
            Grub.Defaults(),
            new("/etc/fstab", "LABEL=root / ext4 errors=remount-ro 0 1\n"),
            Network.Ifupdown(),
        ],
        Disks = [new(2048, "streamOptimized", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/", Label: "root"))])],
        Options = ["--adjust=none", "--nic-names=keep"],
    };
}
