using System.Text.RegularExpressions;
using V2K.Engine.Guests.Appliance;
using V2K.Engine.Guests.Text;

namespace V2K.Engine.Guests;

/// <summary>Mounts a guest as its own fstab does.</summary>
internal static partial class GuestMounts
{
    private static readonly string[] DiskTypes = ["ext2", "ext3", "ext4", "xfs", "btrfs", "vfat", "msdos", "jfs", "reiserfs", "f2fs", "auto"];

    private static readonly string[] BootFolders = ["/usr", "/boot", "/boot/efi", "/efi"];

    /// <summary>Mounts <paramref name="root"/>, what its fstab adds, <c>/boot</c> by its kernels, and what systemd finds without fstab.</summary>
    /// <param name="appliance">The appliance.</param>
    /// <param name="root">The guest's root.</param>
    /// <param name="fileSystems">All file systems, with their types.</param>
    /// <param name="names">The disks' names.</param>
    /// <param name="identities">Devices by what fstab may call them.</param>
    /// <param name="log">Where it is noted.</param>
    /// <returns>Where file systems are mounted, <c>/</c> first; and devices of fstab's that mean nothing, each with the one that was found for it.</returns>
    internal static (IReadOnlyList<string> Folders, IReadOnlyDictionary<string, string> Found) Mount(
        GuestAppliance appliance,
        GuestRoot root,
        IReadOnlyDictionary<string, string> fileSystems,
        DeviceNames names,
        IReadOnlyDictionary<string, string> identities,
        StepLog log)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var mounted = new HashSet<string>(StringComparer.Ordinal) { root.Mountable };
        appliance.Mount(root.Mountable, "/");
        var folders = new List<string> { "/" };
        var arrays = ArrayNames.Of(appliance);
        var mapped = OpenedNames(appliance, device => Device(device, names, identities) ?? arrays.GetValueOrDefault(device), identities)
            .Concat(arrays).ToDictionary(StringComparer.Ordinal);
        var entries = Fstab.Parse(appliance.IsFile("/etc/fstab") ? appliance.ReadText("/etc/fstab") : "")
            .Where(entry => entry.Folder.StartsWith('/') && entry.Folder != "/"
                && DiskTypes.Contains(entry.Type, StringComparer.Ordinal)
                && !entry.Has("bind")
                // What is only read is left alone, unless the guest boots from it.
                && (!entry.Has("ro") || BootFolders.Contains(entry.Folder, StringComparer.Ordinal))
                && (entry.Option("subvolid") is null || entry.Option("subvol") is not null))
            .OrderBy(entry => entry.Folder, StringComparer.Ordinal)
            .ToList();
        foreach (var entry in entries.Where(entry => !IsBelowBoot(entry)))
        {
            MountOne(entry);
        }

        var line = entries.Find(entry => entry.Folder == "/boot");
        var others = fileSystems.Where(system => DiskTypes.Contains(system.Value, StringComparer.Ordinal) && !mounted.Contains(system.Key)).Select(system => system.Key);
        if (!folders.Contains("/boot", StringComparer.Ordinal) && BootFolder.Mount(appliance, others, line is not null, log) is { } boot)
        {
            folders.Add("/boot");
            if (line is not null && DeviceNames.IsOfVmware(line.Device))
            {
                found[line.Device] = boot;
            }
        }

        foreach (var entry in entries.Where(IsBelowBoot))
        {
            MountOne(entry);
        }

        folders.AddRange(BootPartitions.Mount(appliance, folders, identities, log));
        return (folders, found);

        static bool IsBelowBoot(FstabEntry entry) => entry.Folder.StartsWith("/boot/", StringComparison.Ordinal);

        void MountOne(FstabEntry entry)
        {
            var device = Device(entry.Device, names, identities) ?? mapped.GetValueOrDefault(entry.Device);
            if (device is null)
            {
                log.Note($"{entry.Device}, for {entry.Folder}, is on none of the disks");
                return;
            }

            var mountable = entry.Type == "btrfs" && entry.Option("subvol") is { } subvolume
                ? $"btrfsvol:{device}/{subvolume.TrimStart('/')}"
                : device;
            if (!appliance.IsFolder(entry.Folder) || !appliance.TryMount(mountable, entry.Folder))
            {
                log.Warn($"{entry.Device} cannot be mounted at {entry.Folder}: it is not changed");
                return;
            }

            folders.Add(entry.Folder);
            mounted.Add(mountable);
        }
    }

    /// <summary>What the guest calls the encrypted devices that were opened (crypttab(5)), with what the appliance calls them.</summary>
    private static Dictionary<string, string> OpenedNames(
        GuestAppliance appliance, Func<string, string?> find, IReadOnlyDictionary<string, string> identities)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var table = appliance.IsFile("/etc/crypttab") ? Fstab.Parse(appliance.ReadText("/etc/crypttab")) : [];
        foreach (var (name, source) in table.Select(entry => (entry.Device, entry.Folder)))
        {
            var uuid = find(source) is { } device ? appliance.Identity(device).GetValueOrDefault("UUID") : null;
            if (uuid is not null && identities.GetValueOrDefault(GuestAdjuster.OpenedName(uuid)) is { } opened)
            {
                names["/dev/mapper/" + name] = opened;
            }
        }

        return names;
    }

    /// <summary>What the appliance calls the device of a line of fstab.</summary>
    internal static string? Device(string device, DeviceNames names, IReadOnlyDictionary<string, string> identities)
    {
        if (names.InAppliance(device) is { } renamed)
        {
            return renamed;
        }

        var equals = device.IndexOf('=', StringComparison.Ordinal);
        var key = equals > 0 ? $"{device[..equals]}={device[(equals + 1)..].Trim('"')}"
            : device.StartsWith("/dev/disk/by-uuid/", StringComparison.Ordinal) ? "UUID=" + Path.GetFileName(device)
            : device.StartsWith("/dev/disk/by-label/", StringComparison.Ordinal) ? "LABEL=" + Decoded(Path.GetFileName(device))
            : device.StartsWith("/dev/disk/by-partlabel/", StringComparison.Ordinal) ? "PARTLABEL=" + Decoded(Path.GetFileName(device))
            : device.StartsWith("/dev/disk/by-partuuid/", StringComparison.Ordinal) ? "PARTUUID=" + Path.GetFileName(device)
            : device;
        return identities.GetValueOrDefault(key);
    }

    /// <summary>udev writes what may not stand in a name as <c>\x20</c>.</summary>
    private static string Decoded(string name) => Encoded().Replace(name, match => ((char)Convert.ToByte(match.Groups["code"].Value, 16)).ToString());

    [GeneratedRegex("\\\\x(?<code>[0-9a-f]{2})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Encoded();
}
