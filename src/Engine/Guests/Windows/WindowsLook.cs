using System.Globalization;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Guests.Windows;

/// <summary>Looks at a Windows guest for the hardware that it boots on.</summary>
internal static class WindowsLook
{
    private const string Version = @"Microsoft\Windows NT\CurrentVersion";
    private const int LongestName = 80;
    private const string PlugAndPlay = @"Microsoft\Windows\CurrentVersion";

    /// <summary>Where virt-v2v puts drivers, in <c>%SystemRoot%</c>; it adds the folder to <c>DevicePath</c>.</summary>
    private const string DriverFolder = "Drivers/VirtIO";

    /// <summary>NT and 2000 were installed into the second.</summary>
    private static readonly string[] SystemRoots = ["/Windows", "/WinNT"];

    private static readonly (WindowsDriver Driver, VirtioDevices Device)[] OnDemand =
    [
        (WindowsDrivers.Network, VirtioDevices.Network), (WindowsDrivers.Balloon, VirtioDevices.Balloon),
        (WindowsDrivers.Random, VirtioDevices.Random), (WindowsDrivers.Serial, VirtioDevices.Serial),
    ];

    /// <summary>The <c>%SystemRoot%</c> of the Windows on the mounted disk, as it is spelt there; null where there is none.</summary>
    internal static string? SystemRoot(IRegistryFiles files) =>
        SystemRoots.Select(files.FindIgnoringCase).FirstOrDefault(root => root is not null && files.FindIgnoringCase($"{root}/System32/config") is not null);

    /// <summary>What the Windows on the mounted disk boots on.</summary>
    /// <exception cref="V2KException">Its registry cannot be read.</exception>
    internal static GuestFound Find(IRegistryFiles files)
    {
        var root = SystemRoot(files) ?? throw new V2KException(
            "this disk no longer contains Windows", "Convert the disk again, and report the messages of virt-v2v in the adjust log");
        var software = files.ReadHive(Hive("SOFTWARE"), hive => new Software(
            hive.Text(Version, "ProductName") ?? "Windows",
            Major(hive),
            hive.Text(PlugAndPlay, "DevicePath")));
        return files.ReadHive(Hive("SYSTEM"), hive => Judge(software, new WindowsDrivers(files, root, hive), [.. Folders(files, root, software.DevicePath)]));

        string Hive(string name) => files.FindIgnoringCase($"{root}/System32/config/{name}") ?? throw new V2KException(
            $"Windows has no registry file {name}", "Repair Windows under VMware, and convert it again", $"{root}/System32/config");
    }

    private static GuestFound Judge(Software software, WindowsDrivers drivers, IReadOnlyList<string> folders)
    {
        List<WindowsDriver> found = [];
        var devices = VirtioDevices.None;
        foreach (var (driver, device) in new[] { (WindowsDrivers.Block, VirtioDevices.Block), (WindowsDrivers.Scsi, VirtioDevices.Scsi) })
        {
            Add(drivers.StartsAtBoot(driver), driver, device);
        }

        var startsFromVirtio = found.Count > 0;
        foreach (var (driver, device) in OnDemand)
        {
            Add(drivers.Has(driver, folders), driver, device);
        }

        var isOld = software.Major < 6 || (!startsFromVirtio && StartsFromIdeAlone(drivers));
        var virtio = devices == VirtioDevices.None ? VirtioVersion.None

            // The last drivers for XP and 2003 are older than virtio 1.0, or were hardly ever tried with it.
            : software.Major < 6 ? VirtioVersion.Legacy
            : VirtioVersion.Modern;
        var names = found.Count == 0 ? "no virtio driver" : string.Join(", ", found.Select(driver => driver.Name));
        return new GuestFound(
            GuestFamily.Windows,
            new GuestDrivers(isOld ? HardwareAge.Old : HardwareAge.Standard, virtio, devices),
            $"{Printable.OneLine(software.Name[..Math.Min(software.Name.Length, LongestName)])} has {names}{(startsFromVirtio ? "" : ", and boots from none")}");

        void Add(bool isThere, WindowsDriver driver, VirtioDevices device)
        {
            if (isThere)
            {
                found.Add(driver);
                devices |= device;
            }
        }
    }

    /// <summary>
    /// Whether the drivers of IDE start at boot and those of AHCI do not: so Windows before 8 was where VMware gave it no SATA device, and it stops
    /// with 0x0000007B when it finds its disk behind AHCI.
    /// </summary>
    private static bool StartsFromIdeAlone(WindowsDrivers drivers) =>
        new[] { drivers.StartsAtBoot("storahci"), drivers.StartsAtBoot("msahci") }.Max() == false
        && (drivers.StartsAtBoot("pciide") == true || drivers.StartsAtBoot("intelide") == true);

    private static IEnumerable<string> Folders(IRegistryFiles files, string root, string? devicePath)
    {
        // Every Windows has the value; without it, nothing says that the folder is not looked into.
        if (devicePath is null || devicePath.Replace('\\', '/').Contains(DriverFolder, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{root}/{DriverFolder}";
        }
    }

    /// <summary>5.1 for XP, 6.1 for 7; from Windows 10 on, the number in <c>CurrentVersion</c> stays at 6.3.</summary>
    private static uint Major(IRegistryHive software) =>
        software.Number(Version, "CurrentMajorVersionNumber")
        ?? (uint.TryParse(software.Text(Version, "CurrentVersion")?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 6);

    private sealed record Software(string Name, uint Major, string? DevicePath);
}
