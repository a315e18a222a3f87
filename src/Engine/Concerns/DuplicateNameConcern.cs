using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>VMs that become domains of one name.</summary>
internal sealed class DuplicateNameConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms) =>
        from owners in vms.GroupBy(vm => vm.Translation!.Domain.Name, StringComparer.Ordinal)
        let all = owners.ToList()
        where all.Count > 1
        from owner in all
        select (owner, Finding.Warning(
            $"the domain's name \"{Rules.Printable.OneLine(owners.Key)}\" is also that of {Concern.Others(all, owner)}",
            "libvirt defines only one of them",
            ConcernKinds.DuplicateName.Remedy).As(FindingId.DuplicateName) with
        { Key = "displayName" });
}
