namespace V2K.Engine.Tools;

/// <summary>Every external program that V2K may run. Nothing else is ever started.</summary>
public static class KnownTools
{
    /// <summary>QEMU's disk tool: the second copy engine, and the judge of ours in the tests.</summary>
    public static readonly Tool QemuImg = new(
        "qemu-img", "convert disks with --engine=qemu-img", "qemu-utils", "qemu-img", "qemu-img");

    /// <summary>libvirt's RELAX NG validation of domain XML.</summary>
    public static readonly Tool VirtXmlValidate = new(
        "virt-xml-validate", "check domain XML against libvirt's schema", "libvirt-clients", "libvirt-client", "libvirt-client");

    /// <summary>What virt-xml-validate, a shell script, leaves the work to; Debian's package does not depend on it.</summary>
    public static readonly Tool XmlLint = new(
        "xmllint", "check domain XML against libvirt's schema", "libxml2-utils", "libxml2", "libxml2-tools");

    /// <summary>Makes the file system in which tests and benchmarks share blocks between files.</summary>
    public static readonly Tool MakeXfs = new("mkfs.xfs", "test copies that share blocks", "xfsprogs", "xfsprogs", "xfsprogs")
    {
        VersionArgument = "-V",
    };

    /// <summary>Mounts that file system; every distribution has it.</summary>
    public static readonly Tool Mount = new("mount", "test copies that share blocks", "mount", "util-linux", "util-linux");

    /// <summary>Takes that file system away again.</summary>
    public static readonly Tool Unmount = new("umount", "test copies that share blocks", "mount", "util-linux", "util-linux");

    /// <summary>The .NET SDK, which is there wherever this program was built.</summary>
    public static readonly Tool Dotnet = new("dotnet", "run the tests", "dotnet-sdk-10.0", "dotnet-sdk-10.0", "dotnet-sdk-10.0");

    /// <summary>Debian's package manager.</summary>
    public static readonly Tool AptGet = new("apt-get", "install packages", "apt", "apt", "apt");

    /// <summary>Fedora's package manager.</summary>
    public static readonly Tool Dnf = new("dnf", "install packages", "dnf", "dnf", "dnf");

    /// <summary>SUSE's package manager.</summary>
    public static readonly Tool Zypper = new("zypper", "install packages", "zypper", "zypper", "zypper");
}
