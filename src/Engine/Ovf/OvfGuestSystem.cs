using System.Collections.Frozen;
using V2K.Rules.General;

namespace V2K.Engine.Ovf;

/// <summary>
/// The guest's system, as a .vmx would name it. vSphere's name of it (<c>vmw:osType="rhel8_64Guest"</c>) is the same in another spelling
/// (<c>rhel8-64</c>); VirtualBox has names of its own (<c>RedHat_64</c>), and everybody the numbers of CIM_OperatingSystem.OsType.
/// </summary>
internal static class OvfGuestSystem
{
    private const string Ending = "Guest";

    /// <summary>By CIM_OperatingSystem.OsType (CIM schema 2.54). Systems that run on no x86 are not here.</summary>
    private static readonly FrozenDictionary<string, string> ByNumber = Table(
        "2 darwin;12 os2;14 dos;15 win31;16 win95;17 win98;18 winnt;21 netware6;25 unixware7;26 openserver5;29 solaris10;30 solaris8;36 otherlinux;41 freebsd;42 freebsd;43 netbsd;44 other;"
        + "48 other;53 beos;55 next;58 win2000pro;63 winme;65 openbsd;67 winxppro;69 winnetstandard;70 winnetstandard-64;71 winxppro-64;72 winxppro;73 winvista;74 winvista-64;75 winxppro;"
        + "76 winlonghorn;77 winlonghorn-64;78 freebsd-64;79 rhel7;80 rhel7-64;81 solaris10-64;82 suse;83 suse-64;84 sles;85 sles-64;86 oes;87 nld9;88 sjds;89 mandriva;90 mandriva-64;"
        + "91 turbolinux;92 turbolinux-64;93 ubuntu;94 ubuntu-64;95 debian10;96 debian10-64;97 other24xlinux;98 other24xlinux-64;99 other26xlinux;100 other26xlinux-64;101 otherlinux-64;"
        + "102 other-64;103 windows7srv-64;104 vmkernel6;105 windows7;106 centos;107 centos-64;108 oraclelinux;109 oraclelinux-64;110 ecomstation;111 windows7srv-64;112 windows8srv-64;"
        + "113 windows8;114 windows8-64;115 windows8srv-64;116 windows9srv-64;117 windows8;118 windows8-64;119 windows9;120 windows9-64");

    /// <summary>By VirtualBox's names without their ending for 64 bits, in lower case (VBoxManage list ostypes).</summary>
    private static readonly FrozenDictionary<string, string> ByVirtualBox = Table(
        "other other;dos dos;windows31 win31;windows95 win95;windows98 win98;windowsme winme;windowsnt3x winnt;windowsnt4 winnt;windows2000 win2000pro;windowsxp winxppro;windows2003 winnetstandard;"
        + "windowsvista winvista;windows2008 winlonghorn;windows7 windows7;windows8 windows8;windows81 windows8;windows2012 windows8srv;windows10 windows9;windows2016 windows9srv;"
        + "windows2019 windows2019srv;windows2022 windows2019srvnext;windows2025 windows2022srvnext;windows11 windows11;windowsnt winnt;linux22 other24xlinux;linux24 other24xlinux;linux26 other26xlinux;archlinux other5xlinux;"
        + "debian debian10;debian31 debian4;debian4 debian4;debian5 debian5;debian6 debian6;debian7 debian7;debian8 debian8;debian9 debian9;debian10 debian10;debian11 debian11;debian12 debian12;debian13 debian13;"
        + "fedora fedora;fedoracore fedora;gentoo other5xlinux;mandriva mandriva;openmandriva_lx mandriva;pclinuxos other5xlinux;mageia other5xlinux;"
        + "oracle oraclelinux7;oracle4 oraclelinux;oracle5 oraclelinux;oracle6 oraclelinux6;oracle7 oraclelinux7;oracle8 oraclelinux8;oracle9 oraclelinux9;oracle10 oraclelinux10;"
        + "redhat rhel7;redhat3 rhel3;redhat4 rhel4;redhat5 rhel5;redhat6 rhel6;redhat7 rhel7;redhat8 rhel8;redhat9 rhel9;redhat10 rhel10;"
        + "opensuse opensuse;opensuse_leap opensuse;opensuse_tumbleweed opensuse;suse_le sles15;turbolinux turbolinux;xandros otherlinux;linux otherlinux;"
        + "freebsd freebsd;openbsd openbsd;netbsd netbsd;netware netware6;solaris solaris10;solaris10_8_11 solaris10;opensolaris solaris11;solaris11 solaris11;macos darwin;"
        + "os2 os2;os2warp3 os2;os2warp4 os2;os2warp45 os2;os2ecs ecomstation;os21x os2;os2arcaos os2;ecs ecomstation;haiku beos;qnx other;jrockitve other;vboxbs other;l4 other");

    /// <summary>vSphere's names that are not spelled like a .vmx's.</summary>
    private static readonly FrozenDictionary<string, string> Irregular = Table(
        "otherguest64 other-64;windowshypervguest windows-hyperv;vmwarephoton64guest vmware-photon-64");

    /// <summary>Adds guestOS.</summary>
    /// <param name="section">OperatingSystemSection.</param>
    /// <param name="machineType">VirtualBox's name, in vbox:Machine; null without.</param>
    /// <param name="settings">Receives it.</param>
    internal static void Add(OvfElement section, OvfAttribute? machineType, OvfSettings settings)
    {
        var description = section.First("Description");
        description?.Read();
        (string? Name, OvfPart? Part)[] said =
        [
            (VmxId(section.Find("osType")?.Text, null), section.Find("osType")),
            (OfVirtualBox(section.First("OSType")?.Content), section.First("OSType")),
            (OfVirtualBox(machineType?.Text), machineType),
            (OfVirtualBox(description?.Content), description),
            (OfVersion(VmxId(null, section.Find("id")?.Text), section.Find("version")?.Text), section.Find("id")),
        ];
        foreach (var (_, part) in said)
        {
            part?.Read();
        }

        section.Find("version")?.Read();
        if (said.FirstOrDefault(entry => entry.Name is not null) is { Name: not null } first)
        {
            settings.Add("guestOS", first.Name, first.Part);
        }
    }

    /// <summary>The value of guestOS.</summary>
    /// <param name="osType">vmw:osType; null from other products.</param>
    /// <param name="cimId">ovf:id, the number of CIM_OperatingSystem.OsType: what other products write.</param>
    /// <returns>Null where neither says anything that is known.</returns>
    internal static string? VmxId(string? osType, string? cimId)
    {
        if (osType?.Trim() is not { Length: > 0 } type)
        {
            return ByNumber.GetValueOrDefault(cimId?.Trim() ?? "");
        }

        if (Irregular.GetValueOrDefault(type.ToLowerInvariant()) is { } known)
        {
            return known;
        }

        var name = type.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? type[..^Ending.Length] : type;
        name = name.ToLowerInvariant();
        name = name.StartsWith("win", StringComparison.Ordinal) ? name.Replace("server", "srv", StringComparison.Ordinal) : name;
        var bits = name.EndsWith("_64", StringComparison.Ordinal) || name.EndsWith("-64", StringComparison.Ordinal) ? 3 : name.EndsWith("64", StringComparison.Ordinal) ? 2 : 0;
        return bits == 0 ? name : name[..^bits] + "-64";
    }

    /// <summary>The release of a system whose number covers all of them: Debian (95) of <c>ovf:version="12"</c> is <c>debian12</c>.</summary>
    /// <param name="name">What its number stands for.</param>
    /// <param name="version">ovf:version; null without.</param>
    internal static string? OfVersion(string? name, string? version)
    {
        var bits = name?.EndsWith("-64", StringComparison.Ordinal) == true ? "-64" : "";
        var family = name?[..^bits.Length].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var major = version?.Trim().Split('.')[0] ?? "";
        return family is "debian" or "rhel" or "centos" or "sles" or "oraclelinux" && GuestSystems.Find(family + major + bits) is not null && major.Length > 0
            ? family + major + bits
            : name;
    }

    /// <summary>The same for VirtualBox's names: <c>Ubuntu22_LTS_64</c>, <c>Debian_arm64</c>.</summary>
    internal static string? OfVirtualBox(string? type)
    {
        var name = type?.Trim().ToLowerInvariant() ?? "";
        var isArm = name.EndsWith("_arm64", StringComparison.Ordinal);
        var is64 = isArm || name.EndsWith("_64", StringComparison.Ordinal);
        name = isArm ? name[..^6] : is64 ? name[..^3] : name;
        var known = ByVirtualBox.GetValueOrDefault(name)
            ?? (name.StartsWith("ubuntu", StringComparison.Ordinal) || name is "xubuntu" or "lubuntu" ? "ubuntu" : null)
            ?? (name.StartsWith("macos", StringComparison.Ordinal) ? "darwin" : null)
            ?? (name.StartsWith("fedora", StringComparison.Ordinal) ? "fedora" : null);
        return known is null ? null : (isArm ? "arm-" : "") + known + (is64 && !known.EndsWith("-64", StringComparison.Ordinal) ? "-64" : "");
    }

    private static FrozenDictionary<string, string> Table(string rows) =>
        rows.Split(';').Select(row => row.Split(' ')).ToFrozenDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
}
