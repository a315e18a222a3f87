using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>
/// A server whose kernel knows virtio from before version 1.0 alone, and whose cards keep their names: they sit on PCI Express ports, where virtio
/// cards are modern only unless told otherwise. It looks for itself: a card that is not the one it was gets no address.
/// </summary>
internal static class BookwormLegacyKeep
{
    private const string Name = "bookworm-legacy-keep";
    private const string First = "10.77.33.10";
    private const string Second = "10.77.34.10";

    internal static Guest Guest { get; } = new(Name, "BIOS, a kernel that knows no virtio 1.0, two cards that keep their names", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(),
            new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n"),
            Network.Checked((Network.FirstCard, $"{First}/24", Guest.MacOf(Name)), (Network.SecondCard, $"{Second}/24", Model.Guest.MacOf(Name, 1))),
            .. CardReport.OnSerialLine,
        ],
        Disks = [new(2048, "monolithicSparse", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))])],
        Cards = [new(First), new(Second)],
        Options = ["--nic-names=keep"],
        PackagesWhileBuilding = LegacyVirtio.Packages,
        BuildScript = LegacyVirtio.Script,
    };
}
