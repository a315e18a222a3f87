namespace V2K.Rules.Model;

/// <summary>
/// What rules work out for other rules, and no template sees: <see cref="Annotations.FromAttribute"/> asks for it.
/// </summary>
public sealed record Facts
{
    /// <summary>The guest operating system, as far as <c>guestOS</c> tells.</summary>
    public GuestSystem Guest { get; init; } = GuestSystem.Unknown;

    /// <summary>Every drive the VM has, kind by kind, in numeric order of controller and unit.</summary>
    public IReadOnlyList<Drive> Drives { get; init; } = [];

    /// <summary>The SCSI controllers the VM has, in numeric order.</summary>
    public IReadOnlyList<ScsiController> ScsiControllers { get; init; } = [];

    /// <summary>What the firmware tries to boot from.</summary>
    public BootSequence Boot { get; init; } = BootSequence.Default;

    /// <summary>How the disks are attached.</summary>
    public StoragePlan Storage { get; init; } = StoragePlan.Empty;

    /// <summary>Where the network cards sat in VMware, in numeric order; those whose slot is known and that are to keep their names.</summary>
    public IReadOnlyList<CardSlot> CardSlots { get; init; } = [];

    /// <summary>Addresses that two interfaces of the VM share.</summary>
    public IReadOnlyList<MacAddress> SharedMacs { get; init; } = [];

    /// <summary>Networks of the KVM host that several of VMware's become, as people call them.</summary>
    public IReadOnlyList<string> MergedNetworks { get; init; } = [];
}
