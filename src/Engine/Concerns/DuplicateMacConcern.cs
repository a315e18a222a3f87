using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Network cards of two VMs with one address; two of one VM are a rule's to find.</summary>
internal sealed class DuplicateMacConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms) =>
        from owner in vms
        from card in owner.Translation!.Domain.Interfaces
        where card.Mac is not null
        group (owner, card) by card.Mac!.Value into owners
        let all = owners.Select(claim => claim.owner).Distinct().ToList()
        where all.Count > 1
        from claim in owners
        select (claim.owner, Finding.Warning(
            $"{claim.card.VmxDevice} has the MAC address {owners.Key}, and so does a card of {Concern.Others(all, claim.owner)}",
            "on one network, they receive each other's packets",
            ConcernKinds.DuplicateMac.Remedy).As(FindingId.DuplicateMac) with
        { Key = claim.card.VmxDevice + ".address" });
}
