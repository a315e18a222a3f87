using V2K.Guests.Model;

namespace V2K.Guests.Building;

/// <summary>What guestfish(1) is told so that a guest's disks become what its layout says; one list of words a command.</summary>
internal static class LayoutCommands
{
    /// <summary>What the first command says where another try may have more luck; nothing is changed by then.</summary>
    internal const string OutOfOrder = "the appliance has the disks in another order";

    private const int SectorsPerMebibyte = 2048;
    private const int FirstLogical = 5;

    /// <summary>From blank disks to a guest that starts. The disk behind the guest's is the archive of its packages and files.</summary>
    internal static IEnumerable<IReadOnlyList<string>> For(Guest guest)
    {
        var commands = new List<IReadOnlyList<string>> { new[] { "run" }, new[] { "debug", "sh", DisksAreInOrder(guest.Disks.Count + 1) } };
        var mounts = new List<Mount>();
        foreach (var (disk, letter) in guest.Disks.Zip("abcdefgh"))
        {
            Divide(commands, disk, $"/dev/sd{letter}");
        }

        foreach (var (disk, letter) in guest.Disks.Zip("abcdefgh"))
        {
            foreach (var (partition, number) in Numbered(disk))
            {
                Fill(commands, mounts, partition.Content, $"/dev/sd{letter}{number}");
            }
        }

        foreach (var array in guest.Arrays)
        {
            // guestfish's md-create can give an array no UUID, which mdadm.conf must name.
            commands.Add(["debug", "sh", $"mdadm --create /dev/{array.Name} --run --assume-clean --level=1 --metadata=1.2 --homehost={guest.Name} --uuid={array.Uuid} {Members(guest, array)}"]);
            Fill(commands, mounts, array.Content, "/dev/" + array.Name);
        }

        // A file system is mounted into the one that holds its mount point.
        foreach (var mount in mounts.OrderBy(mount => mount.Point, StringComparer.Ordinal))
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

        commands.AddRange(LoaderCommands(guest));
        commands.AddRange(guest.LastCommands);
        commands.Add(["umount-all"]);
        commands.Add(["shutdown"]);
        return commands;
    }

    private static IReadOnlyList<IReadOnlyList<string>> LoaderCommands(Guest guest) => (guest.Loader, guest.Firmware) switch
    {
        (Loader.Grub, Firmware.Bios) => [["command", "grub-install --target=i386-pc /dev/sda"], ["command", "update-grub"]],
        (Loader.Grub, _) =>
        [
            ["command", "grub-install --target=x86_64-efi --efi-directory=/boot/efi --bootloader-id=debian --no-nvram"],
            ["command", "update-grub"],
        ],
        (Loader.Extlinux, _) =>
        [
            ["extlinux", "/boot/extlinux"],
            ["copy-file-to-device", "/usr/lib/syslinux/mbr/mbr.bin", "/dev/sda", "size:440"],
            ["sh", "cp /usr/lib/syslinux/modules/bios/*.c32 /boot/extlinux && cd /boot && ln -s vmlinuz-* vmlinuz && ln -s initrd.img-* initrd.img"],
        ],
        (Loader.SystemdBoot, _) =>
        [
            ["command", "systemd-machine-id-setup"],
            ["command", "bootctl --no-variables --graceful install"],
            ["sh", "for v in $(ls /lib/modules); do kernel-install add $v /boot/vmlinuz-$v /boot/initrd.img-$v; done"],
        ],
        _ => throw new InvalidOperationException($"no commands for {guest.Loader}"),
    };

    /// <summary>
    /// The appliance's kernel names disks in the order in which it has finished looking at them, which on a busy machine is any. libguestfs puts
    /// that right in its own commands; grub-install, mdadm and the like write what the kernel says.
    /// </summary>
    private static string DisksAreInOrder(int count) => string.Join("; ", "abcdefgh".Take(count).Select((letter, index) =>
        $"[ -d /sys/block/sd{letter}/device/scsi_disk/*:0:{index}:0 ] || {{ echo {OutOfOrder} >&2; exit 1; }}"));

    private static string Members(Guest guest, RaidArray array)
    {
        var members = guest.Disks.Zip("abcdefgh")
            .SelectMany(pair => Numbered(pair.First).Where(one => one.Partition.Content is RaidMember member && member.Array == array.Name)
                .Select(one => $"/dev/sd{pair.Second}{one.Number}"))
            .ToList();
        return $"--raid-devices={members.Count} {string.Join(' ', members)}";
    }

    /// <summary>Partitions with their numbers: those of an extended one count from 5.</summary>
    private static IEnumerable<(Partition Partition, int Number)> Numbered(GuestDisk disk) =>
        disk.Partitions.SelectMany((partition, index) => partition.Content is Extended extended
            ? extended.Logical.Select((logical, place) => (logical, FirstLogical + place))
            : [(partition, index + 1)]);

    private static void Divide(List<IReadOnlyList<string>> commands, GuestDisk disk, string device)
    {
        commands.Add(["part-init", device, disk.Table is PartitionTable.Gpt ? "gpt" : "mbr"]);
        var start = SectorsPerMebibyte;
        foreach (var (partition, number) in disk.Partitions.Select((partition, index) => (partition, index + 1)))
        {
            var end = End(start, partition);
            commands.Add(["part-add", device, partition.Content is Extended ? "extended" : "primary", $"{start}", $"{end}"]);
            if (disk.Table is PartitionTable.Mbr && number == 1)
            {
                commands.Add(["part-set-bootable", device, "1", "true"]);
            }

            if (partition.Content is FileSystem { IsEfi: true })
            {
                commands.Add(["part-set-gpt-type", device, $"{number}", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"]);
            }

            if (partition.Content is BiosBoot)
            {
                commands.Add(["part-set-gpt-type", device, $"{number}", "21686148-6449-6E6F-744E-656564454649"]);
            }

            if (partition.Content is Extended extended)
            {
                DivideExtended(commands, extended, device, start);
            }

            start = end + 1;
        }
    }

    /// <summary>Each logical partition has a table of its own before it, which gets a MiB.</summary>
    private static void DivideExtended(List<IReadOnlyList<string>> commands, Extended extended, string device, int start)
    {
        foreach (var partition in extended.Logical)
        {
            start += SectorsPerMebibyte;
            var end = End(start, partition);
            commands.Add(["part-add", device, "logical", $"{start}", $"{end}"]);
            start = end + 1;
        }
    }

    /// <summary>The last sector; from the disk's end where that is negative. Both kinds of table are content with the last MiB left free.</summary>
    private static int End(int start, Partition partition) =>
        partition.SizeMebibytes is { } size ? start + (size * SectorsPerMebibyte) - 1 : -SectorsPerMebibyte;

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
            case Btrfs btrfs:
                commands.Add(btrfs.Mirrors.Count == 0
                    ? ["mkfs", "btrfs", device]
                    : ["mkfs-btrfs", string.Join(' ', [device, .. btrfs.Mirrors]), "datatype:raid1", "metadata:raid1"]);
                commands.Add(["mount", device, "/"]);
                commands.AddRange(btrfs.Subvolumes.Select(subvolume => (string[])["btrfs-subvolume-create", "/" + subvolume.Name]));
                commands.Add(["umount", "/"]);
                mounts.AddRange(btrfs.Subvolumes.Select(subvolume => new Mount(device, subvolume.MountPoint, "subvol=" + subvolume.Name)));
                break;
            case RaidMember or BtrfsMember or PhysicalVolume or BiosBoot:
                break;
            case Swap:
                commands.Add(["mkswap", device]);
                break;
            case VolumeGroup group:
                commands.AddRange(group.Others.Prepend(device).Select(volume => (string[])["pvcreate", volume]));
                commands.Add(["vgcreate", group.Group, string.Join(' ', [device, .. group.Others])]);
                foreach (var volume in group.Volumes)
                {
                    // guestfish's lvcreate makes linear volumes alone.
                    commands.Add(volume.IsMirrored
                        ? ["debug", "sh", $"lvm lvcreate --yes --type raid1 --mirrors 1 --nosync --size {volume.SizeMebibytes}m --name {volume.Name} {group.Group}"]
                        : ["lvcreate", volume.Name, group.Group, $"{volume.SizeMebibytes}"]);
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
