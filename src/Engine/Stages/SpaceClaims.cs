using V2K.Engine.Concerns;
using V2K.Engine.Disks;
using V2K.Engine.Interop;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>
/// The space that the VMs of a run take of their targets' file systems, all VMs together: a VM that does not fit beside those that are being
/// copied is refused before any of its disks is begun.
/// </summary>
public sealed class SpaceClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<VmJob, List<Claim>> _claims = [];

    /// <summary>Claims the space for <paramref name="disks"/> of <paramref name="job"/>: those that must be copied.</summary>
    /// <exception cref="V2KException">There is not enough, and the administrator has not overridden that.</exception>
    internal void Add(VmJob job, IReadOnlyList<DiskView> disks)
    {
        lock (_gate)
        {
            var shortages = SpaceShortage.Find(disks, Others).ToList();
            Blockers.Refuse(shortages.Where(shortage => shortage.IsCertain).Select(shortage => shortage.Finding), job.Config, job.Vm);
            foreach (var shortage in shortages)
            {
                job.Log.Found(job.Vm.DisplayName, shortage.Finding with { Severity = Severity.Warning });
            }

            _claims[job] = [.. disks.Select(disk => new Claim(disk, InodeOf(disk)))];
        }
    }

    /// <summary>Says that <paramref name="disk"/> of <paramref name="job"/> takes no more: it is done, or failed.</summary>
    internal void Release(VmJob job, DiskView disk)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(job, out var disks) && disks.RemoveAll(claim => claim.Disk == disk) > 0 && disks.Count == 0)
            {
                _claims.Remove(job);
            }
        }
    }

    private SpaceNeed Others(TargetVolume volume, bool isQuick) => _claims.Values.SelectMany(claims => claims)
        .Where(claim => TargetVolume.Of(claim.Disk.Placement.Target) == volume)
        .Aggregate(SpaceNeed.None, (sum, claim) => sum + NeedOf(claim, volume, isQuick));

    private static SpaceNeed NeedOf(Claim claim, TargetVolume volume, bool isQuick)
    {
        var need = isQuick ? SpaceShortage.QuickNeedOf(claim.Disk, volume) : SpaceShortage.NeedOf(claim.Disk, volume);

        // A finished copy has its final name before its claim ends. Asked after what is there under the temporary name: it cannot be missed between the two.
        return InodeOf(claim.Disk) == claim.InodeBefore ? need : SpaceNeed.None;
    }

    private static ulong? InodeOf(DiskView disk) => Posix.TryStatus(disk.Placement.Target)?.Inode;

    /// <summary>A disk that is to be copied.</summary>
    /// <param name="Disk">The disk.</param>
    /// <param name="InodeBefore">The file that has the target's final name before the copy; null for none.</param>
    private sealed record Claim(DiskView Disk, ulong? InodeBefore);
}
