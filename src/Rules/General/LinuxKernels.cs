using System.Buffers;
using System.Globalization;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// What Linux kernels have drivers for, by their release. Linux has virtio on PCI since 2.6.25, virtio-scsi since 3.4, virtio 1.0 since 4.0
/// and virtio-gpu since 4.2; Red Hat gave them to its older kernels: virtio to RHEL 4.8 and 5.3, virtio-scsi to 6.3, virtio 1.0 to 7.2 and
/// virtio-gpu to 7.3. libosinfo's database has the same releases.
/// </summary>
public static class LinuxKernels
{
    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");

    private static readonly Version First = new(2, 6, 25);
    private static readonly Version FirstWithScsi = new(3, 4);
    private static readonly Version FirstModern = new(4, 0);
    private static readonly Version FirstWithGpu = new(4, 2);

    /// <summary>Virtio before 1.0 of the kernels before 3.4.</summary>
    public static GuestDrivers WithoutScsi { get; } = GuestDrivers.LegacyVirtio with { Devices = GuestDrivers.LegacyVirtio.Devices & ~VirtioDevices.Scsi };

    private static GuestDrivers ModernWithoutGpu { get; } = GuestDrivers.Modern with { Devices = VirtioDevices.All & ~VirtioDevices.Gpu };

    /// <summary>The drivers of the kernel <paramref name="release"/>, such as <c>3.10.0-1160.el7.x86_64</c>; null where that is no release.</summary>
    public static GuestDrivers? Drivers(string release)
    {
        ArgumentNullException.ThrowIfNull(release);
        if (Parse(release) is not { } version)
        {
            return null;
        }

        return RedHat(release, version)
            ?? (version >= FirstWithGpu ? GuestDrivers.Modern
                : version >= FirstModern ? ModernWithoutGpu
                : version >= FirstWithScsi ? GuestDrivers.LegacyVirtio
                : version >= First ? WithoutScsi
                : GuestDrivers.Old);
    }

    /// <summary>Red Hat's kernels keep their version for ten years; the number behind it tells what they have.</summary>
    private static GuestDrivers? RedHat(string release, Version version)
    {
        var build = Number(release, release.IndexOf('-', StringComparison.Ordinal) + 1);
        return (version.Major, version.Minor, version.Build) switch
        {
            (2, 6, 9) when release.Contains(".EL", StringComparison.Ordinal) => build >= 89 ? WithoutScsi : GuestDrivers.Old,
            (2, 6, 18) when release.Contains(".el5", StringComparison.Ordinal) => build >= 128 ? WithoutScsi : GuestDrivers.Old,
            (2, 6, 32) when release.Contains(".el6", StringComparison.Ordinal) => build >= 279 ? GuestDrivers.LegacyVirtio : WithoutScsi,
            (3, 10, 0) when release.Contains(".el7", StringComparison.Ordinal) =>
                build >= 514 ? GuestDrivers.Modern : build >= 327 ? ModernWithoutGpu : GuestDrivers.LegacyVirtio,
            _ => null,
        };
    }

    /// <summary>The version that a release begins with: 3.10.0 of <c>3.10.0-1160.el7.x86_64</c>; null where it begins with none.</summary>
    public static Version? Parse(string release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var end = release.AsSpan().IndexOfAnyExcept(VersionCharacters);
        var numbers = (end < 0 ? release : release[..end]).Trim('.').Split('.');
        return numbers.Length >= 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                ? new Version(major, minor, numbers.Length > 2 && int.TryParse(numbers[2], NumberStyles.None, CultureInfo.InvariantCulture, out var patch) ? patch : 0)
                : null;
    }

    private static int Number(string text, int start)
    {
        var digits = text.AsSpan(start);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
