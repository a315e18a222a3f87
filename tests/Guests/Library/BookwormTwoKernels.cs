using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Library;

/// <summary>A server with a second kernel, each with an initramfs of its own.</summary>
internal static class BookwormTwoKernels
{
    internal static Guest Guest { get; } = new("bookworm-two-kernels", "BIOS, ext4, a second kernel (PREEMPT_RT)", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools", "linux-image-rt-amd64", "ifupdown", "isc-dhcp-client"],
        Files =
        [
            .. Initramfs.Listing("ext4"),
            Grub.Defaults(),
            new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n"),
            Network.Ifupdown(),
        ],
        Disks = [new(2048, "monolithicSparse", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))])],
    };
}
