using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks with snapshots: their number and the size of their files.</summary>
internal sealed class SnapshotsConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm)
    {
        var summaries = vm.Disks.Select(disk => disk.Summary).OfType<Disks.DiskSummary>().ToList();
        var depth = summaries.Select(disk => disk.SnapshotDepth).DefaultIfEmpty().Max();
        return depth == 0
            ? []
            :
            [
                Finding.Warning(
                    $"the VM has {depth} snapshot{(depth == 1 ? "" : "s")}, {ByteSize.Text(summaries.Sum(disk => disk.SnapshotBytes))} in their files",
                    "the conversion flattens them, and you cannot revert to them on KVM",
                    ConcernKinds.Snapshots.Remedy).As(FindingId.Snapshots),
            ];
    }
}
