namespace V2K.Guests.Model;

/// <summary>How a VM starts.</summary>
public enum Firmware
{
    Bios,
    Uefi,
}

/// <summary>What loads a guest's kernel.</summary>
public enum Loader
{
    /// <summary>GRUB, as <c>grub-install</c> and <c>update-grub</c> set it up.</summary>
    Grub,

    /// <summary>extlinux on a <c>/boot</c> of its own, configured by hand.</summary>
    Extlinux,

    /// <summary>systemd-boot, as <c>bootctl</c> and <c>kernel-install</c> set it up.</summary>
    SystemdBoot,
}

/// <summary>
/// A Debian server as VMware would run it, told in full. From it come, in this order:
/// <code>
/// packages, files ──mmdebstrap──► root.tar ──guestfish──► raw disks ──qemu-img──► guest.vmdk + guest.vmx
/// </code>
/// </summary>
/// <param name="Name">Its name in the datastore, in libvirt and in the table.</param>
/// <param name="Summary">What is special about it, in a line.</param>
/// <param name="Suite">The Debian release: <c>bookworm</c>.</param>
public sealed record Guest(string Name, string Summary, string Suite)
{
    /// <summary>As Debian calls it: <c>amd64</c> or <c>i386</c>.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>How it starts.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>Whether its firmware starts signed loaders only.</summary>
    public bool HasSecureBoot { get; init; }

    /// <summary>The package of its first process.</summary>
    public string Init { get; init; } = "systemd-sysv";

    /// <summary>What loads its kernel.</summary>
    public Loader Loader { get; init; }

    /// <summary>VMware's controller of its disks: <c>pvscsi</c>, <c>lsilogic</c> or <c>lsisas1068</c>.</summary>
    public string ScsiController { get; init; } = "pvscsi";

    /// <summary>Packages beside those that every guest has (<see cref="Building.RootTree"/>).</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Packages that are there for <see cref="BuildScript"/> alone, and taken away again.</summary>
    public IReadOnlyList<string> PackagesWhileBuilding { get; init; } = [];

    /// <summary>A shell script that is run in the guest once its packages are configured; null for none.</summary>
    public string? BuildScript { get; init; }

    /// <summary>Whether it is tried with <c>--mode=fidelity</c> too.</summary>
    public bool GoesByFidelity { get; init; }

    /// <summary>Files written before the packages are configured, so that they count when the initramfs is made.</summary>
    public required IReadOnlyList<GuestFile> Files { get; init; }

    /// <summary>Its disks in the order of their units: <c>/dev/sda</c> first.</summary>
    public required IReadOnlyList<GuestDisk> Disks { get; init; }

    /// <summary>The arrays that its disks are put together to, in the order in which they are made.</summary>
    public IReadOnlyList<RaidArray> Arrays { get; init; } = [];

    /// <summary>Its network cards in the order of VMware's numbers.</summary>
    public IReadOnlyList<NetworkCard> Cards { get; init; } = [new()];

    /// <summary>What opens its encrypted volumes; null where there are none.</summary>
    public string? Key { get; init; }

    /// <summary>What guestfish does when the guest is otherwise finished, in words.</summary>
    public IReadOnlyList<IReadOnlyList<string>> LastCommands { get; init; } = [];

    /// <summary>What the host is told besides, such as <c>--nic-names=keep</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Memory in MiB.</summary>
    public int MemoryMebibytes { get; init; } = 512;

    /// <summary>The address of its first network card.</summary>
    public string Mac => MacOf(Name);

    /// <summary>The address of a network card, one of those that VMware gives out by hand; the same in every run.</summary>
    /// <param name="name">The guest's name.</param>
    /// <param name="card">The card's number in VMware.</param>
    public static string MacOf(string name, int card = 0) => $"00:50:56:{Hash(name, 0) & 0x3f:x2}:{Hash(name, 1):x2}:{(byte)(Hash(name, 2) + card):x2}";

    /// <summary>A byte that depends on the name alone.</summary>
    internal byte Hash(int index) => Hash(Name, index);

    private static byte Hash(string name, int index) =>
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))[index];
}
