using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Looks for one kind of concern in the files of a VM.</summary>
internal interface IVmConcern
{
    /// <summary>What it finds in <paramref name="vm"/>, whose settings can be read.</summary>
    IEnumerable<Finding> Find(VmView vm);
}

/// <summary>Looks for one kind of concern that VMs have with one another.</summary>
internal interface IEstateConcern
{
    /// <summary>What it finds among <paramref name="vms"/>, all of whose settings can be read, in time about linear in their number.</summary>
    IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms);
}
