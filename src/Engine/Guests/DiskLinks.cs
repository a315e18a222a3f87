using System.Globalization;
using System.Text.RegularExpressions;

namespace V2K.Engine.Guests;

/// <summary>
/// udev's links to disks by what VMware told of them: <c>/dev/disk/by-id</c> by a number of the disk's, <c>/dev/disk/by-path</c> by its place. Under KVM
/// there are none of these names.
/// </summary>
internal static partial class DiskLinks
{
    /// <summary>Reads such a link.</summary>
    /// <param name="link">A device's name.</param>
    /// <param name="disks">The guest's disks.</param>
    /// <param name="disk">Which of them it means; null where that cannot be determined. Of a single disk, there is no question.</param>
    /// <param name="partition">The partition; null for the whole disk.</param>
    /// <returns>Whether it is a link of that kind.</returns>
    internal static bool TryRead(string link, IReadOnlyList<GuestDisk> disks, out GuestDisk? disk, out int? partition)
    {
        (disk, partition) = (null, null);
        if (ById().Match(link) is { Success: true } byId)
        {
            disk = disks is [var single] ? single : Told(byId, disks);
            partition = Number(byId.Groups["partition"]);
            return true;
        }

        if (ByPath().Match(link) is { Success: true } byPath)
        {
            disk = disks is [var single] ? single : disks.Where(one => IsAt(one, byPath)).ToList() is [var only] ? only : null;
            partition = Number(byPath.Groups["partition"]);
            return true;
        }

        return false;
    }

    /// <summary>By the number that is in the disk's descriptor, if anywhere; NVMe's by the controller and the namespace.</summary>
    private static GuestDisk? Told(Match link, IReadOnlyList<GuestDisk> disks) =>
        Nvme().Match(link.Groups["id"].Value) is { Success: true } nvme
            ? disks.FirstOrDefault(disk => disk.VmxDevice == string.Create(
                CultureInfo.InvariantCulture, $"nvme{Number(nvme.Groups["controller"])}:{(Number(nvme.Groups["namespace"]) ?? 1) - 1}"))
            : disks.FirstOrDefault(disk => disk.Uuid is not null && link.Value.Contains(disk.Uuid, StringComparison.OrdinalIgnoreCase));

    private static bool IsAt(GuestDisk disk, Match link)
    {
        var (bus, controller, unit) = disk.Place;
        var first = Number(link.Groups["first"]);
        return link.Groups["kind"].Value switch
        {
            "nvme" => bus == "nvme" && unit == first - 1,
            "ata" when bus == "ide" => controller == first - 1 && unit == (Number(link.Groups["second"]) ?? 0),
            "ata" => bus == "sata" && unit == first - 1,
            _ => bus == "scsi" && unit == first,
        };
    }

    private static int? Number(Group digits) =>
        digits.Success && int.TryParse(digits.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Names that device-mapper, md and LVM give stay.</summary>
    [GeneratedRegex("^/dev/disk/by-id/(?<id>(scsi|wwn|ata|nvme)-[^/]+?)(-part(?<partition>[0-9]{1,3}))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ById();

    [GeneratedRegex("VMware_NVME_(?<controller>[0-9]{1,4})(_(?<namespace>[0-9]{1,3}))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nvme();

    /// <summary>
    /// <c>pci-0000:03:00.0-scsi-0:0:1:0</c>, <c>…-sas-phy1-lun-0</c>, <c>…-ata-1</c>, <c>…-ata-1.0</c>, <c>…-nvme-1</c>: unit 1 of pvscsi's or
    /// LSI's, port 0, namespace 1.
    /// </summary>
    [GeneratedRegex("^/dev/disk/by-path/pci-[0-9a-f:.]+-((?<kind>scsi)-[0-9]+:0:(?<first>[0-9]{1,2}):0|(?<kind>sas)-phy(?<first>[0-9]{1,2})-lun-0|(?<kind>ata)-(?<first>[0-9]{1,2})(\\.(?<second>[0-9]))?|(?<kind>nvme)-(?<first>[0-9]{1,2})|(?<kind>sas)-[^/]+?)(-part(?<partition>[0-9]{1,3}))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ByPath();
}
