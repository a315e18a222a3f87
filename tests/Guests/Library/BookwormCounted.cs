using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>
/// A server that counts its cards, whose slots are not in the order of their numbers: <c>eth0</c> is <c>ethernet1</c>, in slot 192. It looks for itself:
/// a card that is not the one it was gets no address. Nothing in it is changed.
/// </summary>
internal static class BookwormCounted
{
    private const string Name = "bookworm-counted";
    private const string First = "10.77.31.10";
    private const string Second = "10.77.30.10";

    internal static Guest Guest { get; } = new(Name, "BIOS, net.ifnames=0, two cards whose slots are not in the order of their numbers, not adjusted", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4", "virtio_pci", "virtio_blk", "virtio_scsi", "virtio_net"),
            Grub.Defaults("quiet net.ifnames=0 biosdevname=0"),
            new("/etc/fstab", "LABEL=root / ext4 errors=remount-ro 0 1\n"),
            Network.Checked(("eth0", $"{First}/24", Guest.MacOf(Name, 1)), ("eth1", $"{Second}/24", Model.Guest.MacOf(Name, 0))),
        ],
        Disks = [new(2048, "streamOptimized", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/", Label: "root"))])],
        Cards = [new(Second) { Slot = 224 }, new(First) { Slot = 192 }],
        Options = ["--adjust=none", "--nic-names=keep"],
    };
}
