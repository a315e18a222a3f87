using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>
/// Disks that cannot be read, each by its reason: a missing file, a CID mismatch, a raw device, encryption, an
/// unconfigured datastore, damage.
/// </summary>
internal sealed class DisksConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm) =>
        from disk in vm.Disks
        where disk.Failure is not null
        select Concern.Of(disk.Failure!, FindingId.UnreadableDisk) with { Key = disk.Placement.VmxDevice + ".fileName" };
}
