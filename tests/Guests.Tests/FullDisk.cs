using V2K.Guests.Model;
using V2K.Guests.Parts;

namespace V2K.Guests.Tests;

/// <summary>A server whose root file system has no block left.</summary>
internal static class FullDisk
{
    internal static Guest Guest { get; } = new("full-disk", "BIOS, ext4 without a free block", "bookworm")
    {
        Packages = ["grub-pc", "initramfs-tools"],
        Files = [.. Initramfs.Listing("ext4"), Grub.Defaults(), new("/etc/fstab", "/dev/sda1 / ext4 errors=remount-ro 0 1\n")],
        Disks = [new(1024, "monolithicSparse", PartitionTable.Mbr, [new(null, new FileSystem("ext4", "/"))])],
        // dd ends with an error when the file system is full, as it shall be.
        LastCommands = [["debug", "sh", "dd if=/dev/zero of=/sysroot/var/filler bs=64k; true"]],
    };
}
