namespace V2K.Rules.Model;

/// <summary>How drives are attached: what the disks and controllers of the domain, and its I/O threads, follow from.</summary>
/// <param name="Disks">The disks, the one to boot from first.</param>
/// <param name="Controllers">The controllers they need.</param>
/// <param name="IoThreads">The I/O threads they use; null for none.</param>
public sealed record StoragePlan(IReadOnlyList<Disk> Disks, IReadOnlyList<Controller> Controllers, int? IoThreads)
{
    /// <summary>No drives at all.</summary>
    public static StoragePlan Empty { get; } = new([], [], IoThreads: null);
}
