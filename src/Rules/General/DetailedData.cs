using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// What VMware Tools reported of the guest: <c>distroName='Debian GNU/Linux' distroVersion='11' familyName='Linux'</c>.
/// It names the release that actually runs, where <c>guestOS</c> is what somebody chose when creating the VM.
/// </summary>
internal static class DetailedData
{
    /// <summary>Whether it is Windows that was reported.</summary>
    internal static bool IsWindows(string data) => "Windows".Equals(Find(data, "familyName"), StringComparison.OrdinalIgnoreCase);

    /// <summary>The libosinfo identifier of the release reported, or null where it is not one of those with known identifiers.</summary>
    internal static string? OsInfo(string data)
    {
        var name = Find(data, "distroName");
        var version = Find(data, "distroVersion");
        if (name is null || version is null || version.Length == 0 || !version.All(c => char.IsAsciiDigit(c) || c == '.'))
        {
            return null;
        }

        var major = version.Split('.')[0];
        return name switch
        {
            _ when Names(name, "Debian") => $"http://debian.org/debian/{major}",
            _ when Names(name, "Ubuntu") && version.Split('.') is [_, var minor, ..] => $"http://ubuntu.com/ubuntu/{major}.{minor}",
            _ when Names(name, "Red Hat") && version.Contains('.', StringComparison.Ordinal) => $"http://redhat.com/rhel/{version}",
            _ when Names(name, "CentOS Stream") => $"http://centos.org/centos-stream/{major}",
            _ when Names(name, "CentOS") && major is "7" => "http://centos.org/centos/7.0",
            _ when Names(name, "CentOS") && major is "8" => "http://centos.org/centos/8",
            _ when Names(name, "Rocky") => $"http://rockylinux.org/rocky/{major}",
            _ when Names(name, "AlmaLinux") => $"http://almalinux.org/almalinux/{major}",
            _ when Names(name, "Fedora") => $"http://fedoraproject.org/fedora/{major}",
            _ when Names(name, "openSUSE Leap") => $"http://opensuse.org/opensuse/{version}",
            _ when Names(name, "SLES") && major is "15" => $"http://suse.com/sle/{version}",
            _ when Names(name, "SLES") && major is "11" or "12" => $"http://suse.com/sles/{version}",
            _ => null,
        };
    }

    /// <summary>
    /// The drivers of the Linux that was reported: by its kernel (<c>kernelVersion='3.10.0-1160.el7.x86_64'</c>), else by its release. Null where
    /// neither tells.
    /// </summary>
    internal static GuestDrivers? Drivers(string data) =>
        Find(data, "kernelVersion") is { } kernel && LinuxKernels.Drivers(kernel) is { } drivers ? drivers
        : Find(data, "distroName") is { } name && Find(data, "distroVersion") is { } version ? LinuxReleases.Drivers(name, version)
        : null;

    private static bool Names(string name, string distribution) => name.StartsWith(distribution, StringComparison.OrdinalIgnoreCase);

    private static string? Find(string data, string field)
    {
        var start = data.IndexOf(field + "='", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += field.Length + 2;
        var end = data.IndexOf('\'', start);
        return end < 0 ? null : data[start..end];
    }
}
