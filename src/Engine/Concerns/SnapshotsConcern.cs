using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>Disks that stand on snapshots: how many, and what their own files occupy.</summary>
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
                    $"the VM stands on {depth} snapshot{(depth == 1 ? "" : "s")}, {ByteSize.Text(summaries.Sum(disk => disk.SnapshotBytes))} in their files",
                    "the conversion flattens them: there is no going back to them on KVM",
                    ConcernKinds.Snapshots.Remedy).As(FindingId.Snapshots),
            ];
    }
}
