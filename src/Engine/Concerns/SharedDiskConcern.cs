using V2K.Engine.Ovf;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks that several VMs name.</summary>
internal sealed class SharedDiskConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms) =>
        from owners in vms
            .Where(vm => !OvfFile.Matches(vm.Vm.VmxPath)) // Nobody writes to an export, and each of its VMs gets a copy.
            .SelectMany(vm => vm.Translation!.Disks.Select(disk => (Owner: vm, Disk: disk)))
            .GroupBy(claim => claim.Disk.Source, StringComparer.Ordinal)
        let all = owners.Select(claim => claim.Owner).Distinct().ToList()
        where all.Count > 1
        from claim in owners
        select (claim.Owner, Finding.Warning(
            $"the disk {claim.Disk.VmxDevice} is also used by {Concern.Others(all, claim.Owner)}",
            "a guest that writes to it during the copy corrupts the copy",
            ConcernKinds.SharedDisk.Remedy).As(FindingId.SharedDisk) with
        { Key = claim.Disk.VmxDevice + ".fileName" });
}
