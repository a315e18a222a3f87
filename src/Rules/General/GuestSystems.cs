using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// VMware's names of guest operating systems (vSphere API, <c>VirtualMachineGuestOsIdentifier</c>, in the spelling of
/// VMX files) and what they are to libosinfo. Where VMware's name covers several releases and libosinfo has an entry
/// for that, it is taken; else the identifier stays out rather than being guessed.
/// </summary>
public static class GuestSystems
{
    private const int LongestName = 40;

    /// <summary>
    /// Finds what VMware calls <paramref name="name"/>: <c>debian11-64</c>, <c>windows2019srv-64</c>, <c>arm-ubuntu-64</c>.
    /// Null where VMware has no such name.
    /// </summary>
    public static GuestSystem? Find(string name)
    {
        Span<char> lower = stackalloc char[LongestName];
        if (name.Length > LongestName)
        {
            return null;
        }

        ReadOnlySpan<char> text = lower[..name.AsSpan().ToLowerInvariant(lower)];
        var bits = 32;
        if (text.EndsWith("-64", StringComparison.Ordinal))
        {
            bits = 64;
            text = text[..^3];
        }

        var isArm = text.StartsWith("arm-", StringComparison.Ordinal);
        text = isArm ? text[4..] : text;
        return (Linux(text) ?? Windows(text) ?? Others(text)) is { } system ? system with { Bits = bits, IsArm = isArm } : null;
    }

    private static GuestSystem? Linux(ReadOnlySpan<char> name) => name switch
    {
        "almalinux" => Modern("http://almalinux.org/almalinux/8"),
        "asianux3" or "asianux4" or "asianux5" => Early(null),
        "asianux7" => Before("http://asianux.com/asianux/7.0"),
        "asianux8" => Modern("http://asianux.com/asianux/8.0"),
        "asianux9" or "miraclelinux" => Modern("http://miraclelinux.com/miraclelinux/9-unknown"),
        "amazonlinux2" or "amazonlinux3" or "crxpod1" or "crxsys1" or "fusionos" or "kylinlinux" or "prolinux" => Modern(null),
        "centos" => Early("http://centos.org/centos/5.0"),
        "centos6" => Before("http://centos.org/centos/6.0"),
        "centos7" => Before("http://centos.org/centos/7.0"),
        "centos8" => Modern("http://centos.org/centos/8"),
        "centos9" => Modern("http://centos.org/centos-stream/9"),
        "coreos" => Modern(null),
        "debian4" => Old("http://debian.org/debian/4"),
        "debian5" => Early("http://debian.org/debian/5"),
        "debian6" => Early("http://debian.org/debian/6"),
        "debian7" => Before("http://debian.org/debian/7"),
        "debian8" => Before("http://debian.org/debian/8"),
        "debian9" => Modern("http://debian.org/debian/9"),
        "debian10" => Modern("http://debian.org/debian/10"),
        "debian11" => Modern("http://debian.org/debian/11"),
        "debian12" => Modern("http://debian.org/debian/12"),
        "debian13" => Modern("http://debian.org/debian/13"),
        "fedora" => Modern("http://fedoraproject.org/fedora/unknown"),
        "flatcar" => Modern(null),
        "mandrake" => Old(null),
        "linuxmint" or "pardus" => Modern(null),
        "mandriva" or "oes" => Early(null),
        "turbolinux" or "nld9" or "sjds" => Old(null),
        "opensuse" => Modern("http://opensuse.org/opensuse/unknown"),
        "oraclelinux" => Early("http://oracle.com/ol/5.5"),
        "oraclelinux6" => Before("http://oracle.com/ol/6.0"),
        "oraclelinux7" => Before("http://oracle.com/ol/7.0"),
        "oraclelinux8" => Modern("http://oracle.com/ol/8.0"),
        "oraclelinux9" or "oraclelinux10" => Modern(null),
        "redhat" or "rhel2" => Old(null),
        "rhel3" => Old("http://redhat.com/rhel/3"),
        "rhel4" => Old("http://redhat.com/rhel/4.0"),
        "rhel5" => Early("http://redhat.com/rhel/5.0"),
        "rhel6" => Before("http://redhat.com/rhel/6-unknown"),
        "rhel7" => Before("http://redhat.com/rhel/7-unknown"),
        "rhel8" => Modern("http://redhat.com/rhel/8-unknown"),
        "rhel9" => Modern("http://redhat.com/rhel/9-unknown"),
        "rhel10" => Modern("http://redhat.com/rhel/unknown"),
        "rockylinux" => Modern("http://rockylinux.org/rocky/unknown"),
        "suse" => Early(null),
        "sles" => Old("http://suse.com/sles/9"),
        "sles10" => Early("http://suse.com/sles/10"),
        "sles11" => Before("http://suse.com/sles/11"),
        "sles12" => Before("http://suse.com/sles/12"),
        "sles15" or "sles16" => Modern("http://suse.com/sle/15-unknown"),
        "ubuntu" => Modern(null),
        "vmware-photon" => Modern(null),
        "other24xlinux" => Old(null),
        "otherlinux" or "linux" or "genericlinux" or "other26xlinux" => Early(null),
        "other3xlinux" => Before("http://libosinfo.org/linux/2016"),
        "other4xlinux" => Modern("http://libosinfo.org/linux/2018"),
        "other5xlinux" => Modern("http://libosinfo.org/linux/2020"),
        "other6xlinux" => Modern("http://libosinfo.org/linux/2022"),
        "other7xlinux" => Modern(null),
        _ => null,
    };

    private static GuestSystem? Windows(ReadOnlySpan<char> name) => name switch
    {
        "dos" => new(GuestFamily.Other, "http://microsoft.com/msdos/6.22", 32, GuestDrivers.Old),
        "win31" => Ancient("http://microsoft.com/win/3.1"),
        "win95" => Ancient("http://microsoft.com/win/95"),
        "win98" => Ancient("http://microsoft.com/win/98"),
        "winme" => Ancient("http://microsoft.com/win/me"),
        "winnt" => Ancient("http://microsoft.com/winnt/4.0"),
        "win2000" or "win2000pro" or "win2000serv" or "win2000advserv" => Ancient("http://microsoft.com/win/2k"),
        "winxphome" or "winxppro" => Ancient("http://microsoft.com/win/xp"),
        "winnetweb" or "winnetstandard" or "winnetenterprise" or "winnetdatacenter" or "winnetbusiness"
            => Ancient("http://microsoft.com/win/2k3"),
        "winvista" or "longhorn" or "winlonghorn" or "winserver2008-cluster" or "winserver2008-datacenter"
            or "winserver2008-enterprise" or "winserver2008-small" or "winserver2008-standard" or "winserver2008-web"
            => Windows(name is "winvista" or "longhorn" ? "http://microsoft.com/win/vista" : "http://microsoft.com/win/2k8"),
        "windows7" => Windows("http://microsoft.com/win/7"),
        "windows7srv" or "winserver2008r2" => Windows("http://microsoft.com/win/2k8r2"),
        "windows8" => Windows("http://microsoft.com/win/8"),
        "windows8srv" => Windows("http://microsoft.com/win/2k12"),
        "windows9" => Windows("http://microsoft.com/win/10"),
        "windows9srv" => Windows("http://microsoft.com/win/2k16"),
        "windows11" or "windows12" => Windows("http://microsoft.com/win/11"),
        "windows2019srv" => Windows("http://microsoft.com/win/2k19"),
        "windows2019srvnext" or "windows2022srvnext" => Windows("http://microsoft.com/win/2k22"),
        "windows-hyperv" => Windows((string?)null),
        _ => null,
    };

    private static GuestSystem? Others(ReadOnlySpan<char> name) => name switch
    {
        "freebsd" => Bsd(null, GuestDrivers.Standard),
        // FreeBSD has virtio 1.0 since 13, OpenBSD since 6.5, NetBSD since 10.
        "freebsd11" => Bsd("http://freebsd.org/freebsd/11.0", GuestDrivers.LegacyVirtio),
        "freebsd12" => Bsd("http://freebsd.org/freebsd/12.0", GuestDrivers.LegacyVirtio),
        "freebsd13" => Bsd("http://freebsd.org/freebsd/13.0", GuestDrivers.Modern),
        "freebsd14" or "freebsd15" => Bsd(null, GuestDrivers.Modern),
        "openbsd" or "netbsd" => Bsd(null, GuestDrivers.LegacyVirtio),
        "darwin" or "darwin10" or "darwin11" or "darwin12" or "darwin13" or "darwin14" or "darwin15" or "darwin16"
            or "darwin17" or "darwin18" or "darwin19" or "darwin20" or "darwin21" or "darwin22" or "darwin23"
            => Bsd(null, GuestDrivers.Standard),
        "solaris6" or "solaris7" or "solaris8" => new(GuestFamily.Solaris, OsInfo: null, 32, GuestDrivers.Old),
        "solaris9" => new(GuestFamily.Solaris, "http://sun.com/solaris/9", 32, GuestDrivers.Old),
        "solaris10" => new(GuestFamily.Solaris, "http://sun.com/solaris/10", 32, GuestDrivers.Standard),
        "solaris11" => new(GuestFamily.Solaris, "http://oracle.com/solaris/11", 32, GuestDrivers.Standard),
        "netware4" => Netware("http://novell.com/netware/4"),
        "netware5" => Netware("http://novell.com/netware/5"),
        "netware6" => Netware("http://novell.com/netware/6"),
        "os2" or "os2experimental" or "ecomstation" or "ecomstation2" or "openserver5" or "openserver6" or "unixware7"
            or "next" or "beos" => new(GuestFamily.Other, OsInfo: null, 32, GuestDrivers.Old),
        "vmkernel" or "vmkernel5" or "vmkernel6" or "vmkernel65" or "vmkernel7" or "vmkernel8" or "vmkernel9"
            => new(GuestFamily.Other, OsInfo: null, 32, GuestDrivers.Standard),
        "other" => GuestSystem.Unknown,
        _ => null,
    };

    // Kernels from 3.4 to 3.19, also where the name covers later ones: transitional devices serve those as well.
    private static GuestSystem Before(string? osInfo) => new(GuestFamily.Linux, osInfo, 32, GuestDrivers.LegacyVirtio);

    // Kernels from 2.6.25 to 3.3, which have no virtio-scsi, also where the name covers later ones.
    private static GuestSystem Early(string? osInfo) => new(GuestFamily.Linux, osInfo, 32, LinuxKernels.WithoutScsi);

    private static GuestSystem Modern(string? osInfo) => new(GuestFamily.Linux, osInfo, 32, GuestDrivers.Modern);

    // Kernels before 2.6.25 have no virtio.
    private static GuestSystem Old(string? osInfo) => new(GuestFamily.Linux, osInfo, 32, GuestDrivers.Old);

    private static GuestSystem Windows(string? osInfo) => new(GuestFamily.Windows, osInfo, 32, GuestDrivers.Standard);

    private static GuestSystem Ancient(string? osInfo) => new(GuestFamily.Windows, osInfo, 32, GuestDrivers.Old);

    private static GuestSystem Bsd(string? osInfo, GuestDrivers drivers) => new(GuestFamily.Bsd, osInfo, 32, drivers);

    private static GuestSystem Netware(string osInfo) => new(GuestFamily.Other, osInfo, 32, GuestDrivers.Old);
}
