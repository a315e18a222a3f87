using System.Globalization;
using System.Text.RegularExpressions;

namespace V2K.Engine.Guests;

/// <summary>
/// What becomes of the device names that a guest's configuration holds: a name of VMware's becomes <c>UUID=</c>, which every
/// hypervisor leaves alone, and where nothing has a UUID, the name under KVM.
/// </summary>
/// <param name="disks">The guest's disks.</param>
/// <param name="identify">What blkid tells of a device of the appliance.</param>
public sealed partial class DeviceNames(IReadOnlyList<GuestDisk> disks, Func<string, IReadOnlyDictionary<string, string>> identify)
{
    /// <summary>The guest's disks.</summary>
    public IReadOnlyList<GuestDisk> Disks => disks;

    /// <summary>UUIDs that more than one device has, as after copying a disk inside the guest: they tell nothing apart.</summary>
    public IReadOnlySet<string> AmbiguousUuids { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>LVM's physical volumes on the disks, as the appliance calls them: <c>/dev/sda2</c>.</summary>
    public IReadOnlyList<string> PhysicalVolumes { get; init; } = [];

    /// <summary>The same of <paramref name="others"/>, which are these disks by other names.</summary>
    public DeviceNames With(IReadOnlyList<GuestDisk> others) => new(others, identify) { AmbiguousUuids = AmbiguousUuids, PhysicalVolumes = PhysicalVolumes };

    /// <summary>All names of a <see cref="PhysicalVolumes">physical volume</see> in VMware, as far as they are known; <paramref name="context"/> may tell more.</summary>
    internal IReadOnlyList<string> AliasesInVmware(string volume, string context) =>
        OnDisk(volume) is var (disk, partition) ? DeviceAliases.InVmware(disk, partition, identify(volume), context, isOnly: disks.Count == 1) : [];

    /// <summary>All names of a <see cref="PhysicalVolumes">physical volume</see> under KVM, as far as they are known; the kernel's is the first.</summary>
    internal IReadOnlyList<string> AliasesUnderKvm(string volume) =>
        OnDisk(volume) is var (disk, partition) ? DeviceAliases.UnderKvm(disk, partition, identify(volume)) : [];

    /// <summary>The disk, and the partition, that the appliance calls <paramref name="device"/>; null for what is on none, as an array is.</summary>
    internal (GuestDisk Disk, int? Partition)? OnDisk(string device) =>
        Plain().Match(device) is { Success: true } plain && disks.FirstOrDefault(disk => disk.ApplianceName == plain.Groups["disk"].Value) is { } disk
            ? (disk, Number(plain.Groups["partition"]))
            : null;

    /// <summary>
    /// The lasting name of <paramref name="device"/>, such as <c>/dev/sda1</c>; null where it is none of VMware's, or what it meant is
    /// not known, or stays right.
    /// </summary>
    public string? Lasting(string device)
    {
        if (Find(device) is not var (disk, partition))
        {
            return null;
        }

        var uuid = identify("/dev/" + GuestDisk.Partition(disk.ApplianceName, partition)).GetValueOrDefault("UUID");
        return uuid is not null && !AmbiguousUuids.Contains(uuid) ? "UUID=" + uuid : Renamed(device);
    }

    /// <summary>The name of <paramref name="device"/> under KVM; null where it is none of VMware's, or may stay.</summary>
    public string? Renamed(string device)
    {
        if (Find(device) is not var (disk, partition))
        {
            return null;
        }

        // sda and sdb that change places: one pass over a file would be right, a second would change them back.
        var stays = Plain().IsMatch(device) && disks.Any(other => other.OldName == disk.NewName);
        return stays ? null : "/dev/" + GuestDisk.Partition(disk.NewName, partition);
    }

    /// <summary>What the appliance calls the device that the guest calls <paramref name="device"/>; null where it is none of VMware's.</summary>
    public string? InAppliance(string device) =>
        Find(device) is var (disk, partition) ? "/dev/" + GuestDisk.Partition(disk.ApplianceName, partition) : null;

    /// <summary>Whether <paramref name="device"/> is a name that another machine gives to another disk, or to none.</summary>
    public static bool IsOfVmware(string device) => Plain().IsMatch(device) || DiskLinks.TryRead(device, [], out _, out _);

    private (GuestDisk Disk, int? Partition)? Find(string device)
    {
        if (Plain().Match(device) is { Success: true } plain)
        {
            // Kernels before 2.6.20 call IDE disks hda.
            var name = plain.Groups["disk"].Value;
            return Of(disks.FirstOrDefault(disk => disk.OldName == name)
                ?? (name.StartsWith("hd", StringComparison.Ordinal)
                    ? disks.FirstOrDefault(disk => disk.VmxDevice.StartsWith("ide", StringComparison.Ordinal) && IdeName(disk) == name)
                    : null));

            (GuestDisk, int?)? Of(GuestDisk? disk) => disk is null ? null : (disk, Number(plain.Groups["partition"]));
        }

        return DiskLinks.TryRead(device, disks, out var linked, out var partition) && linked is not null ? (linked, partition) : MultipathNames.Find(device, disks);
    }

    private static string IdeName(GuestDisk disk)
    {
        var numbers = disk.VmxDevice["ide".Length..].Split(':');
        return "hd" + (char)('a' + (numbers[0] == "1" ? 2 : 0) + (numbers is [_, "1"] ? 1 : 0));
    }

    private static int? Number(Group digits) =>
        digits.Success && int.TryParse(digits.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^/dev/(?<disk>(sd|hd)[a-z]{1,3}|nvme[0-9]{1,3}n[0-9]{1,3}(?=$|p))p?(?<partition>[0-9]{1,3})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
