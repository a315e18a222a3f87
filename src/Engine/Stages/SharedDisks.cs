using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using V2K.Engine.Concerns;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>
/// Disks of several VMs of a run, and other claims to one target. A disk that all of its VMs share on purpose
/// (multi-writer) is converted once, by the first VM that has it; the others wait for that. Any other second claim is an error.
/// </summary>
public sealed class SharedDisks
{
    private readonly Dictionary<string, (VmJob Owner, DiskPlacement Disk)> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<VmJob, List<string>> _shared = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new(StringComparer.Ordinal);

    /// <summary>Sees to whom each disk of <paramref name="jobs"/> belongs; a VM that claims another's target fails.</summary>
    public SharedDisks(IReadOnlyList<VmJob> jobs)
    {
        // Reading the settings is most of it; which VM owns a disk must not depend on which is read first.
        Parallel.ForEach(jobs.Where(job => job.Failure is null), job => job.Try(() => _ = job.Translation));
        foreach (var job in jobs.Where(job => job.Failure is null))
        {
            job.Try(() => Claim(job));
        }
    }

    /// <summary>The VM that converts <paramref name="disk"/>, where that is another than <paramref name="job"/>; else null.</summary>
    public VmJob? OtherOwner(VmJob job, DiskPlacement disk) =>
        _owners.TryGetValue(disk.Target, out var owner) && owner.Owner != job ? owner.Owner : null;

    /// <summary>How many disks there are to convert.</summary>
    public int Count => _owners.Count;

    /// <summary>Says that a VM has done what it can for its disks, well or not.</summary>
    public void Ended(VmJob job)
    {
        if (_shared.TryGetValue(job, out var targets))
        {
            targets.ForEach(target => End(target).TrySetResult());
        }
    }

    /// <summary>Waits until the owner of <paramref name="disk"/> is done with it.</summary>
    public Task WaitAsync(DiskPlacement disk, CancellationToken cancellation) => End(disk.Target).Task.WaitAsync(cancellation);

    private TaskCompletionSource End(string target) =>
        _ends.GetOrAdd(target, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Claim(VmJob job)
    {
        foreach (var disk in job.Translation.Disks)
        {
            if (!_owners.TryGetValue(disk.Target, out var first))
            {
                _owners.Add(disk.Target, (job, disk));
                if (disk.IsShared)
                {
                    (CollectionsMarshal.GetValueRefOrAddDefault(_shared, job, out _) ??= []).Add(disk.Target);
                }
            }
            else if (first.Owner == job || !disk.IsShared || !first.Disk.IsShared || disk.Source != first.Disk.Source)
            {
                throw first.Owner == job ? OneTarget(job) : new V2KException(
                    $"{disk.VmxDevice} would become {disk.Target}, and so would {first.Disk.VmxDevice} of {first.Owner.Vm.Id}",
                    "If the VMs share this disk, set sharing = \"multi-writer\" in both; otherwise migrate only one of them or rename one of the disks",
                    job.Vm.Id);
            }
        }
    }

    /// <summary>A blocker that no --ignore overrides: one of the disks would be lost.</summary>
    private static V2KException OneTarget(VmJob job)
    {
        var finding = OneTargetConcern.Among(job.Translation.Disks).First();
        return new V2KException(finding.What, finding.Remedy!, job.Vm.Id) { Id = finding.Id };
    }
}
