using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server that came from VMware Workstation: e1000 in slot 33, LSI Logic SAS, a data disk by its place on the bus.</summary>
internal static class BullseyeSas
{
    internal static Guest Guest { get; } = new("bullseye-sas", "BIOS on GPT, LSI Logic SAS, swap by device name, a data disk by path, a static e1000", "bullseye")
    {
        ScsiController = "lsisas1068",
        Packages = ["grub-pc", "initramfs-tools", "ifupdown"],
        Files =
        [
            .. Initramfs.Listing("ext4", "mptsas"),
            Grub.Defaults("quiet resume=/dev/sda3", byDeviceName: true),
            new("/etc/fstab",
                """
                /dev/sda2 / ext4 errors=remount-ro 0 1
                /dev/sda3 none swap sw 0 0
                /dev/disk/by-path/pci-0000:03:00.0-sas-phy1-lun-0-part1 /srv ext4 defaults 0 2

                """),
            Network.IfupdownStatic("ens33", "10.77.16.10/24"),
        ],
        Disks =
        [
            new(2304, "streamOptimized", PartitionTable.Gpt, [new(1, new BiosBoot()), new(2000, new FileSystem("ext4", "/")), new(null, new Swap())]),
            new(256, "monolithicFlat", PartitionTable.Gpt, [new(null, new FileSystem("ext4", "/srv"))]),
        ],
        Cards = [new("10.77.16.10") { Model = "e1000" }],
    };
}
