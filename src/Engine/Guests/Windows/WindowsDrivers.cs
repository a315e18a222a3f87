namespace V2K.Engine.Guests.Windows;

/// <summary>A virtio driver of Windows: what its services and files are called.</summary>
/// <param name="Name">As people know it: <c>viostor</c>.</param>
/// <param name="Services">Its keys under <c>Services</c>: today's, and those of drivers before 2011.</param>
/// <param name="File">Its files, without an extension.</param>
internal sealed record WindowsDriver(string Name, IReadOnlyList<string> Services, string File);

/// <summary>
/// Which virtio drivers a Windows guest has, and from where. Those of disks must start at boot: Windows reads its own disk before Plug and Play
/// installs anything. For the others it is enough that Plug and Play finds them.
/// </summary>
/// <param name="files">The system disk, mounted.</param>
/// <param name="systemRoot">Its <c>%SystemRoot%</c>: <c>/Windows</c>.</param>
/// <param name="system">Its SYSTEM hive, open.</param>
internal sealed class WindowsDrivers(IRegistryFiles files, string systemRoot, IRegistryHive system)
{
    internal static readonly WindowsDriver Block = new("viostor", ["viostor", "virtio_blk", "vrtioblk"], "viostor");
    internal static readonly WindowsDriver Scsi = new("vioscsi", ["vioscsi"], "vioscsi");
    internal static readonly WindowsDriver Network = new("netkvm", ["netkvm", "virtio_net"], "netkvm");
    internal static readonly WindowsDriver Balloon = new("balloon", ["BALLOON"], "balloon");
    internal static readonly WindowsDriver Random = new("viorng", ["VirtRng", "viorng"], "viorng");
    internal static readonly WindowsDriver Serial = new("vioser", ["VirtioSerial", "vioser"], "vioser");

    private const uint StartAtBoot = 0;
    private const uint StartOnDemand = 3;

    /// <summary>The control set that Windows starts from.</summary>
    private readonly string _services = $@"ControlSet{system.Number("Select", "Current") ?? 1:000}\Services";

    /// <summary>Whether the boot loader starts <paramref name="driver"/> with the kernel.</summary>
    internal bool StartsAtBoot(WindowsDriver driver) => driver.Services.Any(service => Start(service) == StartAtBoot && HasImage(service));

    /// <summary>Whether the service <paramref name="name"/>, which came with Windows, is there and starts with the kernel; null where it is not there.</summary>
    internal bool? StartsAtBoot(string name) => Start(name) is { } start ? start == StartAtBoot : null;

    /// <summary>Whether Windows has <paramref name="driver"/>, or finds it when it finds the device.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="folders">The folders, beside its own store, in which Plug and Play looks for drivers.</param>
    internal bool Has(WindowsDriver driver, IEnumerable<string> folders) =>
        driver.Services.Any(service => Start(service) is <= StartOnDemand && HasImage(service))
        || folders.Any(folder => IsThere($"{folder}/{driver.File}.inf") && IsThere($"{folder}/{driver.File}.sys"))
        || IsStaged(driver);

    /// <summary>
    /// When a service starts. Windows 8 and later have <c>StartOverride</c> beside <c>Start</c>, which keeps drivers of disks that a machine turned
    /// out not to have from being started at boot.
    /// </summary>
    private uint? Start(string service)
    {
        var key = $@"{_services}\{service}";
        return system.Number(key, "Start") is { } start ? Math.Max(start, system.Number($@"{key}\StartOverride", "0") ?? 0) : null;
    }

    private bool HasImage(string service) =>
        IsThere(OnDisk(system.Text($@"{_services}\{service}", "ImagePath") ?? $@"system32\drivers\{service}.sys"));

    /// <summary>Drivers that pnputil or an installer left for devices to come, each in a folder <c>netkvm.inf_amd64_…</c>.</summary>
    private bool IsStaged(WindowsDriver driver) =>
        files.FindIgnoringCase($"{systemRoot}/System32/DriverStore/FileRepository") is { } store
        && files.Glob($"{store}/{driver.File}.inf_*").Any(folder => IsThere($"{folder}/{driver.File}.sys"));

    private bool IsThere(string path) => files.FindIgnoringCase(path) is not null;

    /// <summary>
    /// The path of a file of the guest's registry: <c>system32\drivers\x.sys</c>, <c>\SystemRoot\…</c>, <c>%SystemRoot%\…</c>,
    /// <c>\??\C:\Windows\…</c>. Parts that lead upwards are left out.
    /// </summary>
    internal string OnDisk(string path)
    {
        var parts = path.Split(['\\', '/'], StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ("." or "..")).ToList();
        parts.RemoveAll(part => part == "??");
        var isFull = parts.Count > 0 && parts[0].Length == 2 && parts[0][1] == ':';
        if (isFull || (parts.Count > 0 && (parts[0].Equals("SystemRoot", StringComparison.OrdinalIgnoreCase) || parts[0].Equals("%SystemRoot%", StringComparison.OrdinalIgnoreCase))))
        {
            parts.RemoveAt(0);
        }

        return (isFull ? "" : systemRoot) + string.Concat(parts.Select(part => "/" + part));
    }
}
