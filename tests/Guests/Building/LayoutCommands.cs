using V2K.Guests.Model;

namespace V2K.Guests.Building;

/// <summary>What guestfish(1) is told so that a guest's disks become what its layout says; one list of words a command.</summary>
internal static class LayoutCommands
{
    private const int SectorsPerMebibyte = 2048;

    /// <summary>From blank disks to a guest that starts. The disk behind the guest's is the archive of its packages and files.</summary>
    internal static IEnumerable<IReadOnlyList<string>> For(Guest guest)
    {
        var commands = new List<IReadOnlyList<string>> { new[] { "run" } };
        var mounts = new List<Mount>();
        foreach (var (disk, letter) in guest.Disks.Zip("abcdefgh"))
        {
            Divide(commands, mounts, disk, $"/dev/sd{letter}");
        }

        // A file system is mounted into the one that holds its mount point.
        foreach (var mount in mounts.OrderBy(mount => mount.Point.Length))
        {
            if (mount.Point != "/")
            {
                commands.Add(["mkdir-p", mount.Point]);
            }

            commands.Add(mount.Options is null ? ["mount", mount.Device, mount.Point] : ["mount-options", mount.Options, mount.Device, mount.Point]);
        }

        // tar-in would send the archive through a serial port, which takes an emulated appliance twice as long.
        commands.Add(["debug", "sh", $"tar -xf /dev/sd{(char)('a' + guest.Disks.Count)} -C /sysroot"]);
        if (guest.Key is not null)
        {
            // Which containers the initramfs must open can only be found out where they are.
            commands.Add(["command", "update-initramfs -u"]);
        }

        commands.Add(["command", guest.Firmware is Firmware.Bios
            ? "grub-install --target=i386-pc /dev/sda"
            : "grub-install --target=x86_64-efi --efi-directory=/boot/efi --bootloader-id=debian --no-nvram"]);
        commands.Add(["command", "update-grub"]);
        commands.AddRange(guest.LastCommands);
        commands.Add(["umount-all"]);
        commands.Add(["shutdown"]);
        return commands;
    }

    private static void Divide(List<IReadOnlyList<string>> commands, List<Mount> mounts, GuestDisk disk, string device)
    {
        commands.Add(["part-init", device, disk.Table is PartitionTable.Gpt ? "gpt" : "mbr"]);
        var start = SectorsPerMebibyte;
        foreach (var (partition, number) in disk.Partitions.Select((partition, index) => (partition, index + 1)))
        {
            // Both tables are content with the last MiB left free.
            var end = partition.SizeMebibytes is { } size ? start + size * SectorsPerMebibyte - 1 : -SectorsPerMebibyte;
            commands.Add(["part-add", device, "primary", $"{start}", $"{end}"]);
            if (disk.Table is PartitionTable.Mbr && number == 1)
            {
                commands.Add(["part-set-bootable", device, "1", "true"]);
            }

            if (partition.Content == FileSystem.Efi)
            {
                commands.Add(["part-set-gpt-type", device, $"{number}", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"]);
            }

            start = end + 1;
        }

        foreach (var (partition, number) in disk.Partitions.Select((partition, index) => (partition, index + 1)))
        {
            Fill(commands, mounts, partition.Content, $"{device}{number}");
        }
    }

    private static void Fill(List<IReadOnlyList<string>> commands, List<Mount> mounts, Content content, string device)
    {
        switch (content)
        {
            case FileSystem system:
                commands.Add(["mkfs", system.Kind, device]);
                if (system.Label is not null)
                {
                    commands.Add(["set-label", device, system.Label]);
                }

                mounts.Add(new Mount(device, system.MountPoint));
                break;
            case BtrfsSubvolume btrfs:
                commands.Add(["mkfs", "btrfs", device]);
                commands.Add(["mount", device, "/"]);
                commands.Add(["btrfs-subvolume-create", "/" + btrfs.Subvolume]);
                commands.Add(["umount", "/"]);
                mounts.Add(new Mount(device, btrfs.MountPoint, "subvol=" + btrfs.Subvolume));
                break;
            case Swap:
                commands.Add(["mkswap", device]);
                break;
            case VolumeGroup group:
                commands.Add(["pvcreate", device]);
                commands.Add(["vgcreate", group.Group, device]);
                foreach (var volume in group.Volumes)
                {
                    commands.Add(["lvcreate", volume.Name, group.Group, $"{volume.SizeMebibytes}"]);
                    Fill(commands, mounts, volume.Content, $"/dev/{group.Group}/{volume.Name}");
                }

                break;
            case Luks luks:
                commands.Add(["luks-format", device, "0"]);
                commands.Add(["luks-open", device, luks.Name]);
                Fill(commands, mounts, luks.Content, "/dev/mapper/" + luks.Name);
                break;
            default:
                throw new InvalidOperationException($"no commands for {content.GetType().Name}");
        }
    }

    private sealed record Mount(string Device, string Point, string? Options = null);
}
