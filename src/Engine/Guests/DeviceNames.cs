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
    public static bool IsOfVmware(string device) => Plain().IsMatch(device) || ById().IsMatch(device) || ByPath().IsMatch(device);

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

        // by-id tells which disk by a number that is in its descriptor, if anywhere; with a single disk there is no question.
        if (ById().Match(device) is { Success: true } byId)
        {
            var disk = disks.FirstOrDefault(disk => disk.Uuid is not null && device.Contains(disk.Uuid, StringComparison.OrdinalIgnoreCase))
                ?? (disks.Count == 1 ? disks[0] : null);
            return disk is null ? null : (disk, Number(byId.Groups["partition"]));
        }

        if (ByPath().Match(device) is { Success: true } byPath)
        {
            var unit = ":" + byPath.Groups["unit"].Value;
            var candidates = disks.Where(disk => disk.VmxDevice.EndsWith(unit, StringComparison.Ordinal)).ToList();
            return candidates is [var only] ? (only, Number(byPath.Groups["partition"])) : null;
        }

        return null;
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

    [GeneratedRegex("^/dev/disk/by-id/(scsi-[0-9]6000c29|scsi-SVMware|wwn-0x6000c29|ata-VMware|nvme-VMware)[^/]*?(-part(?<partition>[0-9]{1,3}))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ById();

    [GeneratedRegex("^/dev/disk/by-path/pci-[0-9a-f:.]+-scsi-[0-9]+:0:(?<unit>[0-9]{1,2}):0(-part(?<partition>[0-9]{1,3}))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByPath();
}
