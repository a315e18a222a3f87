using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks that several VMs name.</summary>
internal sealed class SharedDiskConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms) =>
        from owner in vms
        from disk in owner.Translation!.Disks
        group (owner, disk) by disk.Source into owners
        let all = owners.Select(claim => claim.owner).Distinct().ToList()
        where all.Count > 1
        from claim in owners
        select (claim.owner, Finding.Warning(
            $"the disk {claim.disk.VmxDevice} is also used by {Concern.Others(all, claim.owner)}",
            "a guest that writes to it elsewhere while it is copied spoils the copy",
            ConcernKinds.SharedDisk.Remedy).As(FindingId.SharedDisk) with
        { Key = claim.disk.VmxDevice + ".fileName" });
}
