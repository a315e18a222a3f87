using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks of exported VMs whose files have another size than the description says.</summary>
internal sealed class DiskSizeConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm) =>
        from disk in vm.Disks
        where disk is { Summary: not null, Placement.Declared: not null } && disk.Placement.Declared != disk.Summary.VirtualSize
        select Of(disk);

    /// <summary>What to say of a disk whose sizes differ.</summary>
    private static Finding Of(DiskView disk) => Finding.Warning(
        $"the disk {disk.Placement.VmxDevice} has {disk.Summary!.VirtualSize} bytes, and the description says {disk.Placement.Declared} (ovf:capacity)",
        "the disk's own size is used",
        ConcernKinds.DiskSize.Remedy).As(FindingId.DiskSize) with
    { Key = disk.Placement.VmxDevice + ".fileName" };
}
