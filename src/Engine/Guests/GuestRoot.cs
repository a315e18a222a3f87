using System.Text.RegularExpressions;
using V2K.Engine.Guests.Appliance;
using V2K.Engine.Guests.Text;
using V2K.Engine.Guests.Windows;
using V2K.Rules;

namespace V2K.Engine.Guests;

/// <summary>A file system that holds an operating system.</summary>
/// <param name="Mountable">As the appliance mounts it: a device, or <c>btrfsvol:/dev/sda2/@</c>.</param>
/// <param name="Name">What the system calls itself.</param>
/// <param name="IsWindows">It is Windows.</param>
public sealed partial record GuestRoot(string Mountable, string Name, bool IsWindows)
{
    /// <summary>The device that its own fstab mounts at <c>/</c>; null where it says nothing of it.</summary>
    public string? OwnDevice { get; internal init; }

    /// <summary>Its fstab.</summary>
    public IReadOnlyList<FstabEntry> Table { get; internal init; } = [];

    /// <summary>The names that multipathd has for disks, each with the disk's WWID.</summary>
    public IReadOnlyDictionary<string, string> Multipath { get; internal init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    private static readonly string[] NeverRoots = ["swap", "crypto_LUKS", "LVM2_member", "linux_raid_member", "unknown", "vfat", "iso9660", "udf", "squashfs", "BitLocker"];

    /// <summary>Looks into every file system, which is unmounted again.</summary>
    /// <exception cref="V2KException">No system is found, and a file system that may hold one cannot be mounted.</exception>
    public static IReadOnlyList<GuestRoot> FindAll(GuestAppliance appliance, IReadOnlyDictionary<string, string> fileSystems)
    {
        var roots = new List<GuestRoot>();
        var unknown = new List<string>();
        foreach (var (mountable, type) in fileSystems.Where(system => !NeverRoots.Contains(system.Value, StringComparer.Ordinal)))
        {
            if (!appliance.TryMount(mountable, "/", "ro"))
            {
                unknown.Add($"{mountable} ({type})");
                continue;
            }

            if (Look(appliance, mountable, type) is { } root)
            {
                roots.Add(root);
            }

            appliance.UnmountAll();
        }

        return roots.Count > 0 || unknown.Count == 0 ? WithoutSnapshots(roots, appliance) : throw new V2KException(
            $"no operating system is found, and {string.Join(", ", unknown)} cannot be mounted",
            "Install what libguestfs needs for that file system on this host, libguestfs-xfs for example; if it is damaged, repair it under VMware and convert again");
    }

    /// <summary>The one to adjust.</summary>
    /// <param name="roots">Those that were found.</param>
    /// <param name="wish"><c>--root</c>.</param>
    /// <param name="names">The disks' names.</param>
    /// <param name="find">What the appliance calls a device of fstab; null where that is not known.</param>
    /// <param name="fileSystems">What is on the disks, by device, to say where no system is found.</param>
    /// <exception cref="V2KException">There is none, or it is not clear which.</exception>
    public static GuestRoot Choose(
        IReadOnlyList<GuestRoot> roots, string? wish, DeviceNames names, Func<string, string?> find, IReadOnlyDictionary<string, string>? fileSystems = null)
    {
        // Snapshots of a volume call that volume their root, as it does itself.
        if (wish is null && roots.Count > 1
            && roots.Select(root => root.OwnDevice is null ? null : find(root.OwnDevice)).Distinct(StringComparer.Ordinal).ToList() is [{ } origin]
            && roots.Where(root => DeviceOf(root.Mountable) == origin).ToList() is [var only])
        {
            return only;
        }

        var list = string.Join(", ", roots.Select(root => $"{root.Mountable} ({root.Name})"));
        return (roots, wish) switch
        {
            ([], _) => throw new V2KException(
                $"no operating system that V2K knows is on the disks, which hold {Contents(fileSystems)}",
                "If the disks hold data only, run with --adjust=none; if they are encrypted, give the key with --key"),
            (_, "first") or ([_], null) => roots[0],
            (_, null) => throw new V2KException(
                $"there are several operating systems: {list}", "Choose one with --root=DEVICE or --root=first", key: "--root"),
            _ => roots.FirstOrDefault(root => root.Mountable == wish || root.Mountable == names.InAppliance(wish)) ?? throw new V2KException(
                $"there is no operating system on {wish}", $"There are {list}", key: "--root"),
        };
    }

    /// <summary>What was found instead: <c>/dev/sda1 (ext4), /dev/sda2 (crypto_LUKS)</c>.</summary>
    private static string Contents(IReadOnlyDictionary<string, string>? fileSystems) =>
        fileSystems is not { Count: > 0 } ? "no file system" : string.Join(", ", fileSystems.OrderBy(system => system.Key, StringComparer.Ordinal).Select(system => $"{system.Key} ({system.Value})"));

    private static GuestRoot? Look(GuestAppliance appliance, string mountable, string type)
    {
        if (type == "ntfs")
        {
            return WindowsLook.SystemRoot(appliance) is null ? null : new GuestRoot(mountable, "Windows", IsWindows: true);
        }

        // /bin is a link into /usr, and /usr may be a file system of its own.
        if (!appliance.IsFolder("/etc") || !(appliance.IsFolder("/bin") || appliance.LinkTarget("/bin") is not null))
        {
            return null;
        }

        var release = Tools.Distribution.FindFile(appliance.IsFile);
        if (release is not null)
        {
            return new GuestRoot(mountable, Tools.Distribution.Parse(appliance.ReadText(release)).Name, IsWindows: false) { OwnDevice = RootLine(appliance)?.Device, Table = TableOf(appliance), Multipath = MultipathNames.Read(appliance) };
        }

        // Older than os-release(5), or /usr, where that is, is another file system.
        var old = Array.Find(["/etc/redhat-release", "/etc/SuSE-release", "/etc/debian_version", "/etc/fstab"], appliance.IsFile);
        return old is null ? null : new GuestRoot(mountable, NameIn(old, appliance.ReadText(old)), IsWindows: false)
        {
            OwnDevice = RootLine(appliance)?.Device,
            Table = TableOf(appliance),
            Multipath = MultipathNames.Read(appliance),
        };
    }

    /// <summary>What a file that says which release this is, or else fstab, calls the system.</summary>
    internal static string NameIn(string path, string text) => path switch
    {
        "/etc/fstab" => "an unknown Linux distribution",
        "/etc/debian_version" => "Debian " + Printable.OneLine(text.Split('\n')[0]),
        _ => Printable.OneLine(text.Split('\n')[0]),
    };

    private static FstabEntry? RootLine(GuestAppliance appliance) => TableOf(appliance).FirstOrDefault(entry => entry.Folder == "/");

    private static IReadOnlyList<FstabEntry> TableOf(GuestAppliance appliance) =>
        appliance.IsFile("/etc/fstab") ? Fstab.Parse(appliance.ReadText("/etc/fstab")) : [];

    /// <summary>
    /// Of Btrfs, snapshots of a root are not roots: the root is what its own fstab mounts at /, or what the file system mounts
    /// unasked.
    /// </summary>
    private static List<GuestRoot> WithoutSnapshots(List<GuestRoot> roots, GuestAppliance appliance)
    {
        var kept = new List<GuestRoot>();
        foreach (var group in roots.GroupBy(root => DeviceOf(root.Mountable), StringComparer.Ordinal))
        {
            var candidates = group.ToList();
            var chosen = candidates is [_] ? candidates
                : candidates.Where(root => IsOwnRoot(root, appliance)).Take(1).ToList() is { Count: 1 } own ? own
                : candidates.Where(root => root.Mountable == group.Key).ToList() is { Count: 1 } whole ? whole
                : candidates;
            kept.AddRange(chosen);
        }

        return kept;
    }

    private static bool IsOwnRoot(GuestRoot root, GuestAppliance appliance)
    {
        if (!appliance.TryMount(root.Mountable, "/", "ro"))
        {
            return false;
        }

        var subvolume = RootLine(appliance)?.Option("subvol");
        appliance.UnmountAll();
        return subvolume is not null && root.Mountable == $"btrfsvol:{DeviceOf(root.Mountable)}/{subvolume.TrimStart('/')}";
    }

    /// <summary><c>/dev/sda2</c> of <c>btrfsvol:/dev/sda2/@/x</c>; a logical volume's name has one part more.</summary>
    internal static string DeviceOf(string mountable)
    {
        if (!mountable.StartsWith("btrfsvol:", StringComparison.Ordinal))
        {
            return mountable;
        }

        var parts = mountable["btrfsvol:".Length..].Split('/');
        var count = parts.Length > 4 && !Plain().IsMatch(parts[2]) ? 4 : 3;
        return string.Join('/', parts.Take(count));
    }

    /// <summary>A disk, partition or array; a group of volumes may be called sdata or mdvg.</summary>
    [GeneratedRegex("^(sd[a-z]{1,3}[0-9]{0,3}|md[0-9]+(p[0-9]+)?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
