namespace V2K.Rules.Model;

/// <summary>
/// What rules work out for other rules, and no template sees: <see cref="Annotations.FromAttribute"/> asks for it.
/// </summary>
public sealed record Facts
{
    /// <summary>The guest operating system, as far as <c>guestOS</c> tells.</summary>
    public GuestSystem Guest { get; init; } = GuestSystem.Unknown;

    /// <summary>Every drive the VM has, in VMware's numeric order: IDE, SCSI, SATA, NVMe, floppies.</summary>
    public IReadOnlyList<Drive> Drives { get; init; } = [];
}
