using System.Globalization;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// What distributions' releases have drivers for, by the kernel each came with. libosinfo lists devices of virtio 1.0 from the same
/// releases on: rhel-7.2, debian-9, sles-12.2, fedora-23.
/// </summary>
internal static class LinuxReleases
{
    /// <summary>The drivers of a release; null where the name or the number leaves that open.</summary>
    /// <param name="name">The distribution, as VMware Tools report it.</param>
    /// <param name="version">Its release: <c>8.11</c>.</param>
    internal static GuestDrivers? Drivers(string name, string version)
    {
        var numbers = version.Split('.');
        if (!int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            return null;
        }

        int? minor = numbers.Length > 1 && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var second) ? second : null;
        return name switch
        {
            _ when Is("Debian") => Of(major, first: 5, scsi: 7, modern: 9),
            _ when Is("Ubuntu") => Of((major * 100) + (minor ?? 4), first: 804, scsi: 1210, modern: 1510),
            _ when Is("Oracle") => major == 7 ? null : RedHat(major, minor),
            _ when Is("Red Hat") || Is("CentOS") || Is("Scientific") || Is("Rocky") || Is("AlmaLinux") => RedHat(major, minor),
            _ when Is("Amazon Linux") => GuestDrivers.Modern,
            _ when Is("SLES") || Is("SUSE Linux Enterprise") => Of((major * 10) + (minor ?? 0), first: 100, scsi: 113, modern: 122),
            _ when Is("Fedora") => Of(major, first: 9, scsi: 17, modern: 23),
            _ when Is("openSUSE") => Of((major * 10) + (minor ?? 0), first: 110, scsi: 122, modern: 150),
            _ => null,
        };

        bool Is(string distribution) => name.StartsWith(distribution, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Of 7 alone, the minor release is open.</summary>
    private static GuestDrivers? RedHat(int major, int? minor) => (major, minor) switch
    {
        ( < 5, _) => GuestDrivers.Old,
        (5, _) => LinuxKernels.WithoutScsi,
        (6, >= 3 or null) or (7, < 2) => GuestDrivers.LegacyVirtio,
        (6, _) => LinuxKernels.WithoutScsi,
        (7, null) => null,
        _ => GuestDrivers.Modern,
    };

    private static GuestDrivers Of(int release, int first, int scsi, int modern) =>
        release >= modern ? GuestDrivers.Modern
        : release >= scsi ? GuestDrivers.LegacyVirtio
        : release >= first ? LinuxKernels.WithoutScsi
        : GuestDrivers.Old;
}
