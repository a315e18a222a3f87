using V2K.Engine.Guests.Windows;
using V2K.Rules;

namespace V2K.Engine.Tests.Guests.Windows;

/// <summary>A Windows guest's disk as a list of files and a registry; case matters as little as to Windows.</summary>
internal sealed class WindowsDisk : IRegistryFiles
{
    private readonly SortedSet<string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Hive, string Key, string Name), object> _values = new(new IgnoringCase());

    public WindowsDisk(string root = "/Windows", string version = "6.3", string product = "Windows Server 2012 R2 Standard")
    {
        Root = root;
        With($"{root}/System32/config/SYSTEM").With($"{root}/System32/config/SOFTWARE");
        Set("SOFTWARE", @"Microsoft\Windows NT\CurrentVersion", "ProductName", product);
        Set("SOFTWARE", @"Microsoft\Windows NT\CurrentVersion", "CurrentVersion", version);
        Set("SOFTWARE", @"Microsoft\Windows\CurrentVersion", "DevicePath", @"%SystemRoot%\inf");
        Set("SYSTEM", "Select", "Current", 1u);
    }

    public string Root { get; }

    public WindowsDisk With(params string[] paths)
    {
        foreach (var path in paths)
        {
            for (var part = path; part.Length > 1; part = Path.GetDirectoryName(part)!)
            {
                _paths.Add(part);
            }
        }

        return this;
    }

    public WindowsDisk Without(string path)
    {
        _paths.Remove(path);
        return this;
    }

    public WindowsDisk Set(string hive, string key, string name, object value)
    {
        _values[(hive, key, name)] = value;
        return this;
    }

    /// <summary>A service with its driver in <c>System32\drivers</c>.</summary>
    public WindowsDisk WithService(string name, uint start, int controlSet = 1) =>
        With($"{Root}/System32/drivers/{name}.sys").Set("SYSTEM", $@"ControlSet{controlSet:000}\Services\{name}", "Start", start);

    /// <summary>A driver as virt-v2v leaves it for Plug and Play.</summary>
    public WindowsDisk WithDriver(string name) => With($"{Root}/Drivers/VirtIO/{name}.inf", $"{Root}/Drivers/VirtIO/{name}.sys")
        .Set("SOFTWARE", @"Microsoft\Windows\CurrentVersion", "DevicePath", @"%SystemRoot%\inf;%SystemRoot%\Drivers\VirtIO");

    public string? FindIgnoringCase(string path) => _paths.TryGetValue(path, out var spelt) ? spelt : null;

    /// <summary>One star, in the last part.</summary>
    public IReadOnlyList<string> Glob(string pattern) =>
    [
        .. _paths.Where(path => path.StartsWith(pattern.TrimEnd('*'), StringComparison.OrdinalIgnoreCase) && path.LastIndexOf('/') < pattern.Length),
    ];

    public T ReadHive<T>(string path, Func<IRegistryHive, T> read) => FindIgnoringCase(path) is null
        ? throw new V2KException("no such hive", "None", path)
        : read(new Hive(this, Path.GetFileName(path)));

    private sealed class Hive(WindowsDisk disk, string name) : IRegistryHive
    {
        public uint? Number(string key, string value) => disk._values.GetValueOrDefault((name, key, value)) as uint?;

        public string? Text(string key, string value) => disk._values.GetValueOrDefault((name, key, value)) as string;
    }

    private sealed class IgnoringCase : IEqualityComparer<(string Hive, string Key, string Name)>
    {
        public bool Equals((string Hive, string Key, string Name) x, (string Hive, string Key, string Name) y) =>
            StringComparer.OrdinalIgnoreCase.Equals(x.ToString(), y.ToString());

        public int GetHashCode((string Hive, string Key, string Name) obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(obj.ToString());
    }
}
