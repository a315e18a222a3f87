using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server whose Btrfs mirrors itself on two disks, which fstab and the kernel command line name.</summary>
internal static class TrixieBtrfsMirror
{
    internal static Guest Guest { get; } = new("trixie-btrfs-mirror", "BIOS on GPT, Btrfs on two disks named by device=, dhcpcd with a static address", "trixie")
    {
        Packages = ["grub-pc", "initramfs-tools", "btrfs-progs", "dhcpcd"],
        Files =
        [
            .. Initramfs.Listing("btrfs"),
            Grub.Defaults("quiet rootflags=subvol=@,device=/dev/sda2,device=/dev/sdb1"),
            new("/etc/fstab", "/dev/sda2 / btrfs defaults,subvol=@,device=/dev/sda2,device=/dev/sdb1 0 0\n"),
            new("/etc/dhcpcd.conf", $"allowinterfaces {Network.FirstCard}\ninterface {Network.FirstCard}\nstatic ip_address=10.77.22.10/24\n"),
        ],
        Disks =
        [
            new(2304, "streamOptimized", PartitionTable.Gpt, [new(1, new BiosBoot()), new(null, new Btrfs(("@", "/")) { Mirrors = ["/dev/sdb1"] })]),
            new(2304, "monolithicSparse", PartitionTable.Gpt, [new(null, new BtrfsMember())]),
        ],
        Cards = [new("10.77.22.10")],
    };
}
