using System.Globalization;

namespace V2K.Engine.Guests;

/// <summary>A disk of the guest by the names that kernels have for it.</summary>
/// <param name="VmxDevice">Where it sat in VMware: <c>scsi0:0</c>.</param>
/// <param name="OldName">What the guest's kernel called it there: <c>sda</c>, <c>nvme0n1</c>.</param>
/// <param name="NewName">What it will be called under KVM: <c>vda</c>.</param>
/// <param name="ApplianceName">What the appliance calls it.</param>
public sealed record GuestDisk(string VmxDevice, string OldName, string NewName, string ApplianceName)
{
    /// <summary>What the disk told the guest of itself, 32 hexadecimal digits; null where that is not known.</summary>
    public string? Uuid { get; init; }

    /// <summary>What multipathd calls it; empty where the guest has none.</summary>
    public IReadOnlyList<string> MultipathNames { get; init; } = [];

    /// <summary>Where it sat in VMware, taken apart: <c>scsi</c>, controller and unit.</summary>
    internal (string Bus, int Controller, int Unit) Place => Parts(VmxDevice);

    /// <summary>
    /// The names in VMware of disks that sit where <paramref name="vmxDevices"/> tell. IDE's controller is found first, by its place on
    /// the PCI bus, then SCSI's and SATA's, each by number; NVMe counts for itself.
    /// </summary>
    public static IReadOnlyDictionary<string, string> OldNames(IEnumerable<string> vmxDevices)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var count = 0;
        foreach (var device in vmxDevices.Order(Comparer<string>.Create(Compare)))
        {
            var (bus, controller, unit) = Parts(device);
            names[device] = bus == "nvme"
                ? string.Create(CultureInfo.InvariantCulture, $"nvme{controller}n{unit + 1}")
                : "sd" + Letters(count++);
        }

        return names;
    }

    /// <summary>The letters of the disk that has so many before it: a, …, z, aa, …</summary>
    public static string Letters(int index) => index < 26 ? ((char)('a' + index)).ToString() : Letters((index / 26) - 1) + (char)('a' + (index % 26));

    /// <summary>The name of a partition: <c>sda1</c>, but <c>nvme0n1p1</c>.</summary>
    public static string Partition(string disk, int? number) => number is null ? disk
        : char.IsAsciiDigit(disk[^1]) ? string.Create(CultureInfo.InvariantCulture, $"{disk}p{number}")
        : string.Create(CultureInfo.InvariantCulture, $"{disk}{number}");

    private static int Compare(string x, string y) => Rank(x).CompareTo(Rank(y));

    private static (int Bus, int Controller, int Unit) Rank(string device)
    {
        var (bus, controller, unit) = Parts(device);
        return (Array.IndexOf(["ide", "scsi", "sata", "nvme"], bus), controller, unit);
    }

    private static (string Bus, int Controller, int Unit) Parts(string device)
    {
        var bus = device.TrimEnd("0123456789:".ToCharArray());
        var numbers = device[bus.Length..].Split(':');
        return (bus, Number(numbers[0]), Number(numbers.Length > 1 ? numbers[1] : ""));
    }

    private static int Number(string digits) => int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
