namespace V2K.Rules.Model;

/// <summary>What the guest boots with.</summary>
public sealed record DomainOs
{
    /// <summary>The architecture, <c>x86_64</c> or <c>i686</c>.</summary>
    public string Architecture { get; init; } = "x86_64";

    /// <summary>The chipset: <c>q35</c>, or <c>pc</c> for the i440FX, VMware's own.</summary>
    public string Machine { get; init; } = "q35";

    /// <summary>UEFI; null for BIOS.</summary>
    public UefiFirmware? Uefi { get; init; }

    /// <summary>How long the firmware's boot menu waits, in milliseconds; null for no menu.</summary>
    public int? BootMenuMilliseconds { get; init; }

    /// <summary>Where the guest's SMBIOS tables come from, such as <c>host</c>; null for libvirt's own.</summary>
    public string? SmbiosMode { get; init; }
}

/// <summary>UEFI, chosen by libvirt among the host's firmware descriptors.</summary>
/// <param name="SecureBoot">
/// Whether the firmware verifies what it boots. False is written too: libvirt would else take the first descriptor,
/// which on most hosts enforces Secure Boot.
/// </param>
public sealed record UefiFirmware(bool SecureBoot);

/// <summary>Hypervisor features.</summary>
public sealed record DomainFeatures
{
    /// <summary>Windows enlightenments.</summary>
    public bool HyperV { get; init; }

    /// <summary>
    /// False closes the I/O port by which a guest talks to VMware: tools left behind must not take KVM for their home.
    /// </summary>
    public bool VmwarePort { get; init; }
}

/// <summary>The sleep states that the firmware offers the guest (ACPI S3 and S4).</summary>
/// <param name="SuspendToMemory">Whether it offers S3, sleep.</param>
/// <param name="SuspendToDisk">Whether it offers S4, hibernation.</param>
public sealed record PowerManagement(bool SuspendToMemory, bool SuspendToDisk);

/// <summary>The guest's clock.</summary>
/// <param name="Offset"><c>utc</c> or <c>localtime</c>.</param>
/// <param name="Timers">Timers that differ from the machine's own.</param>
public sealed record DomainClock(string Offset, IReadOnlyList<Timer> Timers);

/// <summary>A timer device.</summary>
/// <param name="Name">libvirt's name, such as <c>rtc</c> or <c>hpet</c>.</param>
/// <param name="TickPolicy">What becomes of ticks the guest missed.</param>
/// <param name="Present">Whether the guest has it; null for the default.</param>
public sealed record Timer(string Name, string? TickPolicy = null, bool? Present = null);
