namespace V2K.Engine.Tools;

/// <summary>The families of Linux distributions, by the way they name and install packages.</summary>
public enum DistributionFamily
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Debian, Ubuntu and their kin: apt.</summary>
    Debian,

    /// <summary>Fedora, RHEL and their kin: dnf.</summary>
    Fedora,

    /// <summary>openSUSE and SLES: zypper.</summary>
    Suse,
}

/// <summary>The Linux distribution of this host.</summary>
/// <param name="Name">As it calls itself, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</param>
/// <param name="Family">How it names and installs packages.</param>
public sealed record Distribution(string Name, DistributionFamily Family)
{
    /// <summary>Reads <c>/etc/os-release</c>, or its fallback in <c>/usr/lib</c>; see os-release(5).</summary>
    public static Distribution Detect()
    {
        var file = FindFile(File.Exists);
        return Parse(file is null ? "" : File.ReadAllText(file));
    }

    /// <summary>The os-release file of the system whose files <paramref name="isFile"/> knows; null where it has none.</summary>
    internal static string? FindFile(Predicate<string> isFile) => Array.Find(["/etc/os-release", "/usr/lib/os-release"], isFile);

    /// <summary>The <c>ID</c> in the text of an os-release file; null where it has none.</summary>
    internal static string? IdIn(string osRelease) => Values(osRelease).GetValueOrDefault("ID");

    /// <summary>Understands the text of an os-release file: <c>ID</c> first, then <c>ID_LIKE</c> word by word.</summary>
    public static Distribution Parse(string osRelease)
    {
        var values = Values(osRelease);
        var family = $"{values.GetValueOrDefault("ID")} {values.GetValueOrDefault("ID_LIKE")}"
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(FamilyOf)
            .FirstOrDefault(family => family != DistributionFamily.Unknown);
        return new Distribution(
            values.GetValueOrDefault("PRETTY_NAME") ?? values.GetValueOrDefault("NAME") ?? "an unknown Linux distribution", family);
    }

    /// <summary>The package that brings <paramref name="tool"/>; null where there is none, or in a distribution of no known family.</summary>
    public string? PackageOf(Tool tool)
    {
        var package = Family switch
        {
            DistributionFamily.Debian => tool.Debian,
            DistributionFamily.Fedora => tool.Fedora,
            DistributionFamily.Suse => tool.Suse,
            _ => "",
        };
        return package.Length > 0 ? package : null;
    }

    private static Dictionary<string, string> Values(string osRelease) => osRelease.Split('\n')
        .Select(line => line.Split('=', count: 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2)
        .GroupBy(pair => pair[0], StringComparer.Ordinal)
        .ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1].Trim('"', '\''), StringComparer.Ordinal);

    private static DistributionFamily FamilyOf(string id) => id switch
    {
        "debian" or "ubuntu" => DistributionFamily.Debian,
        "fedora" or "rhel" or "centos" or "rocky" or "almalinux" => DistributionFamily.Fedora,
        "suse" or "opensuse" or "sles" or "opensuse-leap" or "opensuse-tumbleweed" => DistributionFamily.Suse,
        _ => DistributionFamily.Unknown,
    };
}
