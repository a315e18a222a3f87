using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>VMs with one BIOS UUID: mostly copies made by hand.</summary>
internal sealed class DuplicateUuidConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms) =>
        from owner in vms
        where owner.Translation!.Domain.Uuid is not null
        group owner by owner.Translation!.Domain.Uuid!.Value into owners
        let all = owners.ToList()
        where all.Count > 1
        from owner in all
        select (owner, Finding.Warning(
            $"the UUID {owners.Key} is also that of {Concern.Others(all, owner)}",
            "libvirt defines only one of them",
            ConcernKinds.DuplicateUuid.Remedy).As(FindingId.DuplicateUuid) with
        { Key = "uuid.bios" });
}
