using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks of a VM that do not fit on the target's file system, all of them together; what is there already, whole or in part, is left out.</summary>
internal sealed class LowSpaceConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm) =>
        SpaceShortage.Find(vm.Disks.Where(disk => !File.Exists(disk.Placement.Target))).Select(shortage => shortage.Finding);
}
