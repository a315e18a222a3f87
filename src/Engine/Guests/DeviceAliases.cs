using System.Globalization;
using System.Text.RegularExpressions;

namespace V2K.Engine.Guests;

/// <summary>All names that a disk, or one of its partitions, has in a guest: the kernel's, and udev's links (60-persistent-storage.rules).</summary>
internal static partial class DeviceAliases
{
    /// <summary>The beginning of every number that VMware gives to a disk (NAA 6, its OUI 000c29).</summary>
    private const string VmwareId = "6000c29";

    private const int IdLength = 32;

    /// <summary>Where VMware's virtual controllers sit: LSI Logic, IDE, and the first functions behind its PCI bridges.</summary>
    private static readonly string[] VmwarePlaces =
    [
        "0000:00:10.0", "0000:00:07.1", "0000:02:00.0", "0000:02:01.0", "0000:02:02.0", "0000:02:03.0", "0000:02:04.0", "0000:02:05.0",
        "0000:03:00.0", "0000:04:00.0", "0000:0b:00.0", "0000:0c:00.0", "0000:13:00.0", "0000:14:00.0", "0000:1b:00.0", "0000:1c:00.0",
    ];

    /// <summary>What kpartx(8) puts between a name and the number of a partition, depending on its configuration and age.</summary>
    private static readonly string[] BeforePartition = ["-part", "p", ""];

    /// <summary>The names in VMware.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="partition">The partition; null for the whole disk.</param>
    /// <param name="identity">What blkid tells of it.</param>
    /// <param name="context">
    /// A text that may mention the disk. Numbers and PCI addresses that are not known are looked for there: a guest's own configuration names what is.
    /// </param>
    /// <param name="isOnly">The VM has no other disk, so that any number there is this disk's.</param>
    internal static IReadOnlyList<string> InVmware(
        GuestDisk disk, int? partition, IReadOnlyDictionary<string, string> identity, string context, bool isOnly)
    {
        var part = partition is null ? "" : string.Create(CultureInfo.InvariantCulture, $"-part{partition}");
        var ids = disk.Uuid is { } uuid ? [uuid.ToLowerInvariant()]
            : isOnly && Ids().Matches(context).Select(match => match.Value.ToLowerInvariant()).ToList() is { Count: > 0 } named ? named
            : [VmwareId.PadRight(IdLength, '0')];
        var places = Places().Matches(context).Select(match => match.Value).Concat(VmwarePlaces).Distinct(StringComparer.Ordinal);
        return
        [
            "/dev/" + GuestDisk.Partition(disk.OldName, partition),
            .. Lasting(identity),
            .. ids.SelectMany(id => ById(disk, id, context)).Select(id => $"/dev/disk/by-id/{id}{part}"),
            .. places.SelectMany(place => ByPath(disk, place)).Select(path => $"/dev/disk/by-path/{path}{part}"),
            .. ids.Select(id => "3" + id).Concat(disk.MultipathNames.DefaultIfEmpty("mpath" + disk.OldName["sd".Length..])).SelectMany(name => Multipath(name, partition)),
        ];
    }

    /// <summary>The names under KVM. Of links by id and by path there are none, or none that are known before the guest runs.</summary>
    internal static IReadOnlyList<string> UnderKvm(GuestDisk disk, int? partition, IReadOnlyDictionary<string, string> identity) =>
        ["/dev/" + GuestDisk.Partition(disk.NewName, partition), .. Lasting(identity)];

    /// <summary>Names of a disk of VMware's that nobody has: what takes it takes every disk.</summary>
    internal static IReadOnlyList<string> OfAnyVmwareDisk() => InVmware(
        new GuestDisk("scsi0:14", "sdzz", "", "") { Uuid = VmwareId + "f1e2d3c4b5a6978869504a3b2" }, partition: 7,
        new Dictionary<string, string>(StringComparer.Ordinal), context: "", isOnly: false);

    /// <summary>What the content tells, wherever it lies.</summary>
    private static IEnumerable<string> Lasting(IReadOnlyDictionary<string, string> identity)
    {
        if (identity.TryGetValue("UUID", out var uuid))
        {
            yield return (identity.GetValueOrDefault("TYPE") == "LVM2_member" ? "/dev/disk/by-id/lvm-pv-uuid-" : "/dev/disk/by-uuid/") + uuid;
        }

        if (identity.TryGetValue("PART_ENTRY_UUID", out var partUuid))
        {
            yield return "/dev/disk/by-partuuid/" + partUuid;
        }

        if (identity.TryGetValue("PART_ENTRY_NAME", out var label))
        {
            yield return "/dev/disk/by-partlabel/" + label;
        }
    }

    private static IEnumerable<string> ById(GuestDisk disk, string id, string context)
    {
        var (bus, controller, unit) = disk.Place;
        return bus switch
        {
            "scsi" => ["scsi-3" + id, "wwn-0x" + id, "scsi-SVMware_Virtual_disk_" + id, "scsi-0VMware_Virtual_disk_" + id],
            "nvme" =>
            [
                string.Create(CultureInfo.InvariantCulture, $"nvme-VMware_Virtual_NVMe_Disk_VMware_NVME_{controller:D4}"),
                string.Create(CultureInfo.InvariantCulture, $"nvme-VMware_Virtual_NVMe_Disk_VMware_NVME_{controller:D4}_{unit + 1}"),
                "nvme-eui." + id,
            ],
            _ => AtaNames().Matches(context).Select(match => match.Value)
                .DefaultIfEmpty($"ata-VMware_Virtual_{bus.ToUpperInvariant()}_Hard_Drive_00000000000000000001"),
        };
    }

    private static IEnumerable<string> ByPath(GuestDisk disk, string place)
    {
        var (bus, controller, unit) = disk.Place;
        return bus switch
        {
            "scsi" =>
            [
                string.Create(CultureInfo.InvariantCulture, $"pci-{place}-scsi-0:0:{unit}:0"),
                string.Create(CultureInfo.InvariantCulture, $"pci-{place}-sas-phy{unit}-lun-0"),
            ],
            "nvme" => [string.Create(CultureInfo.InvariantCulture, $"pci-{place}-nvme-{unit + 1}")],
            "ide" => [string.Create(CultureInfo.InvariantCulture, $"pci-{place}-ata-{controller + 1}"), string.Create(CultureInfo.InvariantCulture, $"pci-{place}-ata-{controller + 1}.{unit}")],
            _ => [string.Create(CultureInfo.InvariantCulture, $"pci-{place}-ata-{unit + 1}"), string.Create(CultureInfo.InvariantCulture, $"pci-{place}-ata-{unit + 1}.0")],
        };
    }

    /// <summary>A disk behind multipathd(8): partitions are written in one of three ways.</summary>
    private static IEnumerable<string> Multipath(string name, int? partition) => partition is not { } number
        ? [$"/dev/mapper/{name}", $"/dev/disk/by-id/dm-name-{name}", $"/dev/disk/by-id/dm-uuid-mpath-{name}"]
        :
        [
            .. BeforePartition.SelectMany(between => (string[])[$"/dev/mapper/{name}{between}{number}", $"/dev/disk/by-id/dm-name-{name}{between}{number}"]),
            $"/dev/disk/by-id/dm-uuid-part{number}-mpath-{name}",
        ];

    [GeneratedRegex("6000c29[0-9a-f]{25}", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("(?<=pci-)[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-9a-f]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Places();

    [GeneratedRegex("ata-VMware_Virtual_(SATA|IDE)_Hard_Drive_[0-9]{20}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AtaNames();
}
