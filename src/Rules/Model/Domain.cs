namespace V2K.Rules.Model;

/// <summary>
/// A libvirt domain, as small as a person would write it: null and empty mean libvirt's own default, and the
/// templates lay out what is here without deciding anything.
/// </summary>
/// <remarks>
/// The life of a VM, and where each part of this model is settled:
/// <code>
///  source ──────────► plan ──────────────► target ────────────► adjusted ──────► defined
///  web01.vmx          Domain + findings    web01.qcow2          boots on virtio  libvirt has it
///  web01.vmdk         Disk.VmxFileName     Disk.Source set      (disks only)     (XML from here)
///                     set by the rules     by the engine
/// </code>
/// Property order is the order of elements in the XML. Format: https://libvirt.org/formatdomain.html
/// </remarks>
public sealed record Domain
{
    /// <summary>The hypervisor: <c>kvm</c>, or <c>qemu</c> for software emulation. The engine knows which works.</summary>
    public string Type { get; init; } = "kvm";

    /// <summary>The name libvirt knows the domain by; no slash, never empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The SMBIOS UUID that the guest has seen so far.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The VM generation ID, by which Windows guests notice a rollback.</summary>
    public Guid? GenId { get; init; }

    /// <summary>The display name, where <see cref="Name"/> had to differ from it.</summary>
    public string? Title { get; init; }

    /// <summary>The annotation, line feeds included.</summary>
    public string? Description { get; init; }

    /// <summary>The libosinfo identifier, such as <c>http://debian.org/debian/12</c>.</summary>
    public string? OsInfo { get; init; }

    /// <summary>The VM it was made from; null writes no note of it.</summary>
    public SourceVm? SourceVm { get; init; }

    /// <summary>Memory and what hot-add may bring it to.</summary>
    public DomainMemory Memory { get; init; } = new(Mebibytes: 32);

    /// <summary>How memory is backed on the host.</summary>
    public MemoryBacking? MemoryBacking { get; init; }

    /// <summary>Virtual processors.</summary>
    public DomainVcpus Vcpus { get; init; } = new(1);

    /// <summary>Threads for disk I/O beside the emulator's own; null for none.</summary>
    public int? IoThreads { get; init; }

    /// <summary>Processor time against other domains.</summary>
    public CpuTune? CpuTune { get; init; }

    /// <summary>Machine type, firmware and boot menu.</summary>
    public DomainOs Os { get; init; } = new();

    /// <summary>Hypervisor features.</summary>
    public DomainFeatures Features { get; init; } = new();

    /// <summary>Processor model and topology.</summary>
    public DomainCpu Cpu { get; init; } = new();

    /// <summary>Guest NUMA cells, which the XML has inside the processor; memory hot-add needs at least one.</summary>
    public IReadOnlyList<NumaCell> NumaCells { get; init; } = [];

    /// <summary>The guest's clock.</summary>
    public DomainClock? Clock { get; init; }

    /// <summary>Which sleep states the firmware offers the guest; null for QEMU's own choice, which is both.</summary>
    public PowerManagement? PowerManagement { get; init; }

    /// <summary>Disks, optical drives and floppies; the boot disk first.</summary>
    public IReadOnlyList<Disk> Disks { get; init; } = [];

    /// <summary>Controllers that libvirt would not add by itself.</summary>
    public IReadOnlyList<Controller> Controllers { get; init; } = [];

    /// <summary>Network interfaces in the guest's order.</summary>
    public IReadOnlyList<NetworkInterface> Interfaces { get; init; } = [];

    /// <summary>Serial ports.</summary>
    public IReadOnlyList<CharacterDevice> Serials { get; init; } = [];

    /// <summary>Parallel ports.</summary>
    public IReadOnlyList<CharacterDevice> Parallels { get; init; } = [];

    /// <summary>A console on a first serial port that the guest did not have before.</summary>
    public bool Console { get; init; }

    /// <summary>Channels of the guest agents.</summary>
    public IReadOnlyList<Channel> Channels { get; init; } = [];

    /// <summary>Pointing devices and keyboards beyond the PS/2 ones.</summary>
    public IReadOnlyList<InputDevice> Inputs { get; init; } = [];

    /// <summary>The trusted platform module.</summary>
    public Tpm? Tpm { get; init; }

    /// <summary>The remote display; null for none.</summary>
    public Graphics? Graphics { get; init; }

    /// <summary>The sound card; null for none.</summary>
    public string? Sound { get; init; }

    /// <summary>The graphics adapter; null for none.</summary>
    public Video? Video { get; init; }

    /// <summary>Devices of the host given to the guest.</summary>
    public IReadOnlyList<HostDevice> HostDevices { get; init; } = [];

    /// <summary>The watchdog; null for none.</summary>
    public Watchdog? Watchdog { get; init; }

    /// <summary>The memory balloon's model where it is not libvirt's default; <c>none</c> takes it away.</summary>
    public string? MemoryBalloon { get; init; }

    /// <summary>The source of random numbers; null for no virtio-rng.</summary>
    public RandomSource? RandomSource { get; init; }

    /// <summary>Properties of all QEMU's devices of a type.</summary>
    public IReadOnlyList<QemuGlobal> QemuGlobals { get; init; } = [];

    /// <summary>Properties of single devices of QEMU's.</summary>
    public IReadOnlyList<QemuProperty> QemuProperties { get; init; } = [];

    /// <summary>Whether the XML needs QEMU's own namespace.</summary>
    public bool HasQemuParts => QemuGlobals.Count > 0 || QemuProperties.Count > 0;
}
