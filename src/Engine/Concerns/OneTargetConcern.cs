using V2K.Engine.Stages;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks of several VMs that would become one file. Those of one VM are a finding of its own translation.</summary>
internal sealed class OneTargetConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms) =>
        from claims in vms
            .SelectMany(vm => vm.Translation!.Disks.Select(disk => (Owner: vm, Disk: disk)))
            .GroupBy(claim => claim.Disk.Target, StringComparer.Ordinal)
        // One source is one disk, shared or not: SharedDiskConcern.
        where claims.Select(claim => claim.Disk.Source).Distinct(StringComparer.Ordinal).Skip(1).Any()
        let all = claims.Select(claim => claim.Owner).Distinct().ToList()
        where all.Count > 1
        from claim in claims
        select (claim.Owner, Finding.Blocker(
            $"the disk {claim.Disk.VmxDevice} would become {claim.Disk.Target}, and so would a disk of {Concern.Others(all, claim.Owner)}",
            "only one of them can have that file",
            ConcernKinds.OneTarget.Remedy).As(FindingId.OneTarget) with
        { Key = claim.Disk.VmxDevice + ".fileName" });

    /// <summary>What is wrong among <paramref name="disks"/>, all of one VM.</summary>
    internal static IEnumerable<Finding> Among(IReadOnlyList<DiskPlacement> disks) =>
        from claims in disks.GroupBy(disk => disk.Target, StringComparer.Ordinal)
        from second in claims.Skip(1)
        select Of(claims.First(), second);

    private static Finding Of(DiskPlacement first, DiskPlacement second) => first.Source == second.Source
        ? Make(second, $"{first.VmxDevice} and {second.VmxDevice} are one disk, {first.Source}", "Remove one of the two from the .vmx")
        : Make(second, $"{first.VmxDevice} and {second.VmxDevice} would both become {first.Target}", ConcernKinds.OneTarget.Remedy);

    private static Finding Make(DiskPlacement disk, string what, string remedy) =>
        Finding.Blocker(what, "no disk of the VM is converted", remedy).As(FindingId.OneTarget) with { Key = disk.VmxDevice + ".fileName" };
}
