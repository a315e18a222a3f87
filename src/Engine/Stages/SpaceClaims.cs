using V2K.Engine.Concerns;
using V2K.Engine.Disks;
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
    private readonly Dictionary<VmJob, List<DiskView>> _claims = [];

    /// <summary>Claims the space for <paramref name="disks"/> of <paramref name="job"/>: those that must be copied.</summary>
    /// <exception cref="V2KException">There is not enough, and the administrator has not overridden that.</exception>
    internal void Claim(VmJob job, IReadOnlyList<DiskView> disks)
    {
        lock (_gate)
        {
            var shortages = SpaceShortage.Find(disks, Others).ToList();
            Blockers.Refuse(shortages.Where(shortage => shortage.IsCertain).Select(shortage => shortage.Finding), job.Config, job.Vm);
            foreach (var shortage in shortages)
            {
                job.Log.Found(job.Vm.DisplayName, shortage.Finding with { Severity = Severity.Warning });
            }

            _claims[job] = [.. disks];
        }
    }

    /// <summary>Says that <paramref name="disk"/> of <paramref name="job"/> takes no more: it is done, or failed.</summary>
    internal void Release(VmJob job, DiskView disk)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(job, out var disks) && disks.Remove(disk) && disks.Count == 0)
            {
                _claims.Remove(job);
            }
        }
    }

    private SpaceNeed Others(TargetVolume volume, bool isQuick) => _claims.Values.SelectMany(disks => disks)
        .Where(disk => TargetVolume.Of(disk.Placement.Target) == volume)
        .Aggregate(SpaceNeed.None, (sum, disk) => sum + (isQuick ? SpaceShortage.QuickNeedOf(disk, volume) : SpaceShortage.NeedOf(disk, volume)));
}
