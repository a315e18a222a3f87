using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>What Debian's installer makes of a disk when nobody objects, with a second card for the servers behind it.</summary>
internal static class BookwormInstaller
{
    internal static Guest Guest { get; } = new("bookworm-installer", "BIOS, swap in an extended partition, resume=, MODULES=dep, two cards", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Dependent("ext4"),
            new("/etc/initramfs-tools/conf.d/resume", "RESUME=/dev/sda5\n"),
            Grub.Defaults("quiet resume=/dev/sda5", byDeviceName: true),
            new("/etc/fstab",
                """
                # / was on /dev/sda1 during installation
                /dev/sda1 /               ext4    errors=remount-ro 0       1
                # swap was on /dev/sda5 during installation
                /dev/sda5 none            swap    sw              0       0

                """),
            Network.Ifupdown(Network.FirstCard, Network.SecondCard, "10.77.10.10/24"),
        ],
        Disks =
        [
            new(2048, "monolithicSparse", PartitionTable.Mbr,
                [new(1800, new FileSystem("ext4", "/")), new(null, new Extended([new(null, new Swap())]))]),
        ],
        Cards = [new(), new("10.77.10.10")],
    };
}
