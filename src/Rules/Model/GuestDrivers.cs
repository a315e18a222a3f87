using System.Text.Json.Serialization;

namespace V2K.Rules.Model;

/// <summary>The hardware that a guest has drivers for, and so what its domain may be made of.</summary>
/// <param name="Hardware">The age of the hardware that it drives beside virtio.</param>
/// <param name="Virtio">Which virtio its PCI driver knows.</param>
/// <param name="Devices">The virtio devices that it has drivers for.</param>
public sealed record GuestDrivers(HardwareAge Hardware, VirtioVersion Virtio, VirtioDevices Devices)
{
    /// <summary>All that virtio has: Linux since 4.2.</summary>
    public static GuestDrivers Modern { get; } = new(HardwareAge.Standard, VirtioVersion.Modern, VirtioDevices.All);

    /// <summary>Virtio before its version 1.0, which had no graphics adapter: Linux from 2.6.25 to 3.19.</summary>
    public static GuestDrivers LegacyVirtio { get; } = new(HardwareAge.Standard, VirtioVersion.Legacy, VirtioDevices.All & ~VirtioDevices.Gpu);

    /// <summary>AHCI and Intel's gigabit cards, not virtio: Windows since Vista.</summary>
    public static GuestDrivers Standard { get; } = new(HardwareAge.Standard, VirtioVersion.None, VirtioDevices.None);

    /// <summary>
    /// Windows since Vista with the drivers that virt-v2v puts in from virtio-win. Only viostor starts at boot: from virtio-scsi it does not.
    /// </summary>
    public static GuestDrivers VirtioWin { get; } = new(
        HardwareAge.Standard,
        VirtioVersion.Modern,
        VirtioDevices.Block | VirtioDevices.Network | VirtioDevices.Serial | VirtioDevices.Balloon | VirtioDevices.Random);

    /// <summary>IDE and the cards of the nineties.</summary>
    public static GuestDrivers Old { get; } = new(HardwareAge.Old, VirtioVersion.None, VirtioDevices.None);

    /// <summary>Whether the guest drives all of <paramref name="devices"/>.</summary>
    public bool Has(VirtioDevices devices) => Virtio != VirtioVersion.None && (Devices & devices) == devices;

    /// <summary>Whether it has disks on virtio at all.</summary>
    [JsonIgnore]
    public bool HasDisks => Has(VirtioDevices.Block) || Has(VirtioDevices.Scsi);

    /// <summary>
    /// libvirt's model of a virtio device that this guest drives: transitional ones have the old registers as well, and sit on
    /// conventional PCI (https://libvirt.org/formatdomain.html#virtio-transitional-devices). Where libvirt's own choice serves, null.
    /// </summary>
    [JsonIgnore]
    public string? VirtioModel => Virtio == VirtioVersion.Legacy ? "virtio-transitional" : null;

    /// <summary>What they are in a few words that change whenever they do.</summary>
    public override string ToString() => $"{Hardware} hardware, {Virtio} virtio ({Devices})".ToLowerInvariant();
}

/// <summary>The age of a PC's hardware.</summary>
public enum HardwareAge
{
    /// <summary>AHCI and PCI Express.</summary>
    Standard,

    /// <summary>IDE and conventional PCI.</summary>
    Old,
}

/// <summary>The virtio that a guest's PCI driver knows (Virtual I/O Device specification 1.0, 4.1.2).</summary>
public enum VirtioVersion
{
    /// <summary>None at all: Linux before 2.6.25, Windows as it comes.</summary>
    None,

    /// <summary>What was there before version 1.0, and it alone: devices 1af4:1000 to 1af4:103f. Linux before 4.0.</summary>
    Legacy,

    /// <summary>Version 1.0, devices from 1af4:1040 on.</summary>
    Modern,
}

/// <summary>Kinds of virtio device.</summary>
[Flags]
public enum VirtioDevices
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>virtio-blk.</summary>
    Block = 1,

    /// <summary>virtio-scsi.</summary>
    Scsi = 2,

    /// <summary>virtio-net.</summary>
    Network = 4,

    /// <summary>virtio-serial, over which guest agents talk.</summary>
    Serial = 8,

    /// <summary>The memory balloon.</summary>
    Balloon = 16,

    /// <summary>virtio-rng.</summary>
    Random = 32,

    /// <summary>virtio-gpu.</summary>
    Gpu = 64,

    /// <summary>All of them.</summary>
    All = Block | Scsi | Network | Serial | Balloon | Random | Gpu,
}
