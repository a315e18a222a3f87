using V2K.Engine.Concerns;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>What the copies of a VM's disks wait for: that there is room for all of the VM's disks, and then a turn for each.</summary>
/// <param name="budget">How much goes at once.</param>
/// <param name="space">The space that all VMs of the run take.</param>
public sealed class DiskTurns(WorkBudget budget, SpaceClaims space)
{
    private Lazy<bool>? _claim;

    /// <summary>How much goes at once.</summary>
    internal WorkBudget Budget { get; } = budget;

    /// <summary>Says which disks are to be copied where any is: asked for only then.</summary>
    internal void Expect(VmJob job, Func<IReadOnlyList<DiskView>> disks) => _claim = new(() =>
    {
        space.Add(job, disks());
        return true;
    });

    /// <summary>Waits for the turn of <paramref name="disk"/>.</summary>
    /// <exception cref="V2KException">There is no room for the VM's disks.</exception>
    internal Task<Turn> DiskAsync(VmJob job, DiskPlacement disk, CancellationToken cancellation)
    {
        _ = _claim?.Value;
        return Budget.CopyAsync(job.Vm, disk, cancellation);
    }

    /// <summary>Waits for the turn of all disks together, which one appliance makes.</summary>
    /// <exception cref="V2KException">There is no room for the VM's disks.</exception>
    internal Task<Turn> ApplianceAsync(VmJob job, DiskPlacement first, CancellationToken cancellation)
    {
        _ = _claim?.Value;
        return Budget.ConvertAsync(job.Vm, first, cancellation);
    }

    /// <summary>Says that nothing more is written for <paramref name="disk"/>.</summary>
    internal void Release(VmJob job, DiskView disk) => space.Release(job, disk);
}
