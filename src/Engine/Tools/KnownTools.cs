namespace V2K.Engine.Tools;

/// <summary>Every external program that V2K may run. Nothing else is ever started.</summary>
public static class KnownTools
{
    /// <summary>QEMU's disk tool: the second copy engine, and the judge of ours in the tests.</summary>
    public static readonly Tool QemuImg = new(
        "qemu-img", "convert disks with --engine=qemu-img", "qemu-utils", "qemu-img", "qemu-img");

    /// <summary>Serves QEMU's images as network block devices: both sides of nbdcopy.</summary>
    public static readonly Tool QemuNbd = new(
        "qemu-nbd", "convert disks with --engine=nbdcopy", "qemu-utils", "qemu-img", "qemu-img");

    /// <summary>libnbd's copying program, the third copy engine.</summary>
    public static readonly Tool NbdCopy = new(
        "nbdcopy", "convert disks with --engine=nbdcopy", "libnbd-bin", "libnbd", "libnbd");

    /// <summary>
    /// Converts whole VMs, the guests in them too. Debian's package leaves out the kernel that its appliance boots, and what mounts XFS in it.
    /// </summary>
    public static readonly Tool VirtV2v = new(
        "virt-v2v", "convert VMs with --engine=virt-v2v", "virt-v2v linux-image-amd64 libguestfs-xfs", "virt-v2v", "virt-v2v");

    /// <summary>What virt-v2v reads every disk through that libvirt XML names; Debian's package of virt-v2v does not depend on it.</summary>
    public static readonly Tool Nbdkit = new("nbdkit", "run virt-v2v", "nbdkit", "nbdkit", "nbdkit");

    /// <summary>Records what the kernel does; see <see cref="TraceRecording"/>. It has no word for its version, but begins its usage with it.</summary>
    public static readonly Tool TraceCmd = new("trace-cmd", "record conversions with --trace", "trace-cmd", "trace-cmd", "trace-cmd")
    {
        VersionStatus = 255,
    };

    /// <summary>libvirt's RELAX NG validation of domain XML.</summary>
    public static readonly Tool VirtXmlValidate = new(
        "virt-xml-validate", "check domain XML against libvirt's schema", "libvirt-clients", "libvirt-client", "libvirt-client");

    /// <summary>What virt-xml-validate, a shell script, leaves the work to; Debian's package does not depend on it.</summary>
    public static readonly Tool XmlLint = new(
        "xmllint", "check domain XML against libvirt's schema", "libxml2-utils", "libxml2", "libxml2-tools");

    /// <summary>libvirt's client. It comes with the library that V2K talks to libvirt by, and the remedies name it.</summary>
    public static readonly Tool Virsh = new(
        "virsh", "define domains", "libvirt-clients", "libvirt-client", "libvirt-client");

    /// <summary>libvirt's daemon, whose package brings the QEMU driver.</summary>
    public static readonly Tool Libvirtd = new(
        "libvirtd", "define and run domains", "libvirt-daemon-system", "libvirt-daemon-kvm", "libvirt-daemon-qemu");

    /// <summary>libvirt's keeper of console logs, which libvirtd leaves the guests' serial ports to.</summary>
    public static readonly Tool Virtlogd = new(
        "virtlogd", "run domains", "libvirt-daemon-system", "libvirt-daemon-log", "libvirt-daemon");

    /// <summary>The emulator, which tells libvirt what machines and devices there are, with its UEFI firmware.</summary>
    public static readonly Tool QemuSystem = new(
        "qemu-system-x86_64",
        "run guests",
        "qemu-system-x86 ovmf",
        "qemu-system-x86-core edk2-ovmf",
        "qemu-x86 qemu-ovmf-x86_64");

    /// <summary>The software TPM; without it libvirt refuses a domain with a TPM.</summary>
    public static readonly Tool SwtpmSetup = new(
        "swtpm_setup", "run guests with a TPM", "swtpm-tools", "swtpm-tools", "swtpm")
    {
        // Its --version prints the version, and then fails.
        VersionArgument = "--print-capabilities",
    };

    /// <summary>The DHCP server of libvirt's networks.</summary>
    public static readonly Tool Dnsmasq = new("dnsmasq", "give guests addresses in a test boot", "dnsmasq-base", "dnsmasq", "dnsmasq");

    /// <summary>What libvirt keeps its networks apart with.</summary>
    public static readonly Tool Iptables = new("iptables", "make the network of a test boot", "iptables", "iptables-nft", "iptables");

    /// <summary>The browser in which the tests look at the report.</summary>
    public static readonly Tool Chromium = new("chromium", "look at the report", "chromium", "chromium", "chromium");

    /// <summary>Makes root trees out of Debian packages, for the guest laboratory.</summary>
    public static readonly Tool Mmdebstrap = new(
        "mmdebstrap", "build the guests of the laboratory", "mmdebstrap debian-archive-keyring", Fedora: "", Suse: "");

    /// <summary>
    /// libguestfs, by which guests are adjusted, with its shell, which lays out the disks of the laboratory. Its appliance boots a kernel of the
    /// distribution, which a machine in a cloud or a container may not have.
    /// </summary>
    public static readonly Tool Guestfish = new(
        "guestfish", "open the disks of guests", "libguestfs-tools libguestfs-xfs ^linux-image-(amd64|generic)$", "guestfs-tools libguestfs-xfs", "guestfs-tools");

    /// <summary>virt-v2v's conversion of disks in their place: the other way to adjust a guest, and the one for Windows.</summary>
    public static readonly Tool VirtV2vInPlace = new(
        "virt-v2v-in-place", "adjust guests with --adjust=virt-v2v", "virt-v2v", "virt-v2v", "virt-v2v");

    /// <summary>Writes the registries of the phony Windows guests that the tests make, by hivex.</summary>
    public static readonly Tool HivexRegedit = new(
        "hivexregedit", "test the adjustment of Windows", "libwin-hivex-perl", "hivex-utils", "hivex")
    {
        VersionArgument = "--help",
    };

    /// <summary>GNU's cpio; the tests have it list what V2K appends to an initramfs.</summary>
    public static readonly Tool Cpio = new("cpio", "test what is appended to an initramfs", "cpio", "cpio", "cpio");

    /// <summary>kmod's modprobe; the tests have it find modules in the tables that V2K writes.</summary>
    public static readonly Tool Modprobe = new("modprobe", "test what is appended to an initramfs", "kmod", "kmod", "kmod");

    /// <summary>Makes the file system of a small guest out of a folder.</summary>
    public static readonly Tool MakeExt = new("mke2fs", "test the adjustment of a guest", "e2fsprogs", "e2fsprogs", "e2fsprogs")
    {
        VersionArgument = "-V",
    };

    /// <summary>Reads such a file system without mounting it.</summary>
    public static readonly Tool DebugExt = new("debugfs", "test the adjustment of a guest", "e2fsprogs", "e2fsprogs", "e2fsprogs")
    {
        VersionArgument = "-V",
    };

    /// <summary>Makes the file system in which tests and benchmarks share blocks between files.</summary>
    public static readonly Tool MakeXfs = new("mkfs.xfs", "test copies that share blocks", "xfsprogs", "xfsprogs", "xfsprogs")
    {
        VersionArgument = "-V",
    };

    /// <summary>Mounts that file system; every distribution has it.</summary>
    public static readonly Tool Mount = new("mount", "test copies that share blocks", "mount", "util-linux", "util-linux");

    /// <summary>Makes a block device of a file, for tests of disks that go to one.</summary>
    public static readonly Tool LoopSetup = new("losetup", "test copies to block devices", "mount", "util-linux", "util-linux");

    /// <summary>Gives the libvirtd of the tests folders of its own; every distribution has it.</summary>
    public static readonly Tool Unshare = new("unshare", "test against a libvirtd apart from the host's", "util-linux", "util-linux", "util-linux");

    /// <summary>Takes that file system away again.</summary>
    public static readonly Tool Unmount = new("umount", "test copies that share blocks", "mount", "util-linux", "util-linux");

    /// <summary>The usual way to domain XML, which the benchmark has beside ours.</summary>
    public static readonly Tool VirtInstall = new(
        "virt-install", "time it beside the translation", "virtinst", "virt-install", "virt-install");

    /// <summary>The fuzzer of docs/contributing/fuzzing.md. No stage needs it, and it brings a compiler along: who fuzzes installs it.</summary>
    public static readonly Tool AflFuzz = new("afl-fuzz", "fuzz what reads files", "afl++", "american-fuzzy-lop", "afl");

    /// <summary>The .NET SDK, which is there wherever this program was built.</summary>
    public static readonly Tool Dotnet = new("dotnet", "run the tests", "dotnet-sdk-10.0", "dotnet-sdk-10.0", "dotnet-sdk-10.0");

    /// <summary>Debian's package manager.</summary>
    public static readonly Tool AptGet = new("apt-get", "install packages", "apt", "apt", "apt");

    /// <summary>Fedora's package manager.</summary>
    public static readonly Tool Dnf = new("dnf", "install packages", "dnf", "dnf", "dnf");

    /// <summary>SUSE's package manager.</summary>
    public static readonly Tool Zypper = new("zypper", "install packages", "zypper", "zypper", "zypper");
}
