namespace V2K.Guests.Model;

/// <summary>How a VM starts.</summary>
public enum Firmware
{
    Bios,
    Uefi,
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
    /// <summary>How it starts.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>VMware's controller of its disks: <c>pvscsi</c> or <c>lsilogic</c>.</summary>
    public string ScsiController { get; init; } = "pvscsi";

    /// <summary>Packages beside those that every guest has (<see cref="Building.RootTree"/>).</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>Files written before the packages are configured, so that they count when the initramfs is made.</summary>
    public required IReadOnlyList<GuestFile> Files { get; init; }

    /// <summary>Its disks in the order of their units: <c>/dev/sda</c> first.</summary>
    public required IReadOnlyList<GuestDisk> Disks { get; init; }

    /// <summary>The static IPv4 address it had, on its first card; null where DHCP gives one.</summary>
    public string? Address { get; init; }

    /// <summary>What opens its encrypted volumes; null where there are none.</summary>
    public string? Key { get; init; }

    /// <summary>What guestfish does when the guest is otherwise finished, in words.</summary>
    public IReadOnlyList<IReadOnlyList<string>> LastCommands { get; init; } = [];

    /// <summary>What the host is told besides, such as <c>--nic-names=keep</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Memory in MiB.</summary>
    public int MemoryMebibytes { get; init; } = 512;

    /// <summary>The address of its network card, one of those that VMware gives out by hand; the same in every run.</summary>
    public string Mac => $"00:50:56:{Hash(0) & 0x3f:x2}:{Hash(1):x2}:{Hash(2):x2}";

    /// <summary>A byte that depends on the name alone.</summary>
    internal byte Hash(int index) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Name))[index];
}
