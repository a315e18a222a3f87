using System.Text.Json.Serialization;

namespace V2K.Engine.State;

/// <summary>
/// What the administrator chose for a VM's disks, so that an option that is missing from the next command line changes nothing: where
/// the disks go decides whether they are copied again.
/// </summary>
public sealed record RememberedChoices
{
    /// <summary>Nothing chosen yet.</summary>
    public static RememberedChoices None { get; } = new();

    /// <summary>The format of disks, <c>--format</c>; null before a run chose one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RememberedChoice? Format { get; init; }

    /// <summary>Where disks go, <c>--disk</c>.</summary>
    public IReadOnlyList<RememberedDisk> Disks { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(RememberedChoices? other) => other is not null && Format == other.Format && Disks.SequenceEqual(other.Disks);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Format, Disks.Count);
}

/// <summary>A choice, and what the configuration file said at that time: where the file says something else now, its author means that.</summary>
/// <param name="Value">What was chosen, as the option spells it.</param>
/// <param name="File">What the file said or left at its default.</param>
public sealed record RememberedChoice(string Value, string File);

/// <summary>Where a disk goes.</summary>
/// <param name="Device">Its place in the VM: <c>scsi0:0</c>; null where only the disk itself is known.</param>
/// <param name="Source">The name of its base VMDK, without a snapshot's number.</param>
/// <param name="Path">The block device, or <c>file</c>.</param>
/// <param name="File">What the configuration file named for it; null for nothing.</param>
public sealed record RememberedDisk(string? Device, string Source, string Path, string? File);
