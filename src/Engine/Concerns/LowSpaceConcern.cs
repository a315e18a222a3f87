using V2K.Engine.Disks.Precopying;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks that do not fit on the target's file system; what is there already, whole or copied ahead, is left out.</summary>
internal sealed class LowSpaceConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm) =>
        from disk in vm.Disks
        where disk.Summary is not null && !File.Exists(disk.Placement.Target)
        group Math.Max(0, disk.Summary!.AllocatedBytes - PrecopiedDisk.BytesAhead(disk.Placement.Target)) by TargetVolume.Of(disk.Placement.Target) into needs
        where needs.Key is not null && needs.Sum() > needs.Key.FreeBytes
        select Finding.Blocker(
            $"{needs.Key.Folder} has {ByteSize.Text(needs.Key.FreeBytes)} free, and the disks have {ByteSize.Text(needs.Sum())} of data",
            "they cannot be converted",
            ConcernKinds.LowSpace.Remedy).As(FindingId.LowSpace);
}
