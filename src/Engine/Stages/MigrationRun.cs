using System.Collections.Concurrent;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Rendering;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>
/// The chosen VMs on their way through the stages. A VM that fails stays behind, the others go on, and
/// <see cref="ThrowIfFailed"/> tells in the end.
/// </summary>
public sealed class MigrationRun : IDisposable
{
    private readonly Config _config;
    private readonly Lazy<DomainRenderer> _renderer;

    private MigrationRun(Config config, IReadOnlyList<VmJob> jobs)
    {
        _config = config;
        _renderer = new Lazy<DomainRenderer>(() => new DomainRenderer(TemplateFolder.Load(config.Templates)));
        Jobs = jobs;
    }

    /// <summary>The chosen VMs.</summary>
    public IReadOnlyList<VmJob> Jobs { get; }

    /// <summary>Prepares the way of <paramref name="vms"/>.</summary>
    /// <param name="vms">The chosen VMs.</param>
    /// <param name="config">The configuration in force.</param>
    /// <param name="log">Who is told.</param>
    /// <param name="force">Do everything, up to date or not, and replace what is in the way.</param>
    public static MigrationRun Open(IReadOnlyList<VirtualMachine> vms, Config config, IRunLog log, bool force)
    {
        var paths = new DatastorePaths(config.Datastores, config.File);
        return new MigrationRun(config, [.. vms.Select(vm => new VmJob(vm, config, paths, log, force))]);
    }

    /// <summary>Makes the domain XML of every VM.</summary>
    public async Task TranslateAsync(CancellationToken cancellation)
    {
        foreach (var job in Jobs.Where(job => job.Failure is null))
        {
            await job.TryAsync(() => job.RunAsync(TranslateStage.Step(job, _renderer.Value), cancellation));
        }
    }

    /// <summary>
    /// Converts the disks of every VM that got this far, as many at once as the configuration allows. A disk that fails
    /// does not keep the VM's other disks from being converted: a rerun finds them done.
    /// </summary>
    public async Task ConvertAsync(ICopyEngine engine, CancellationToken cancellation)
    {
        var disks = ChosenDisks();
        RefuseSharedTargets(disks);
        await ForEachDiskAsync(
            disks,
            (job, disk, share, stop) => job.RunAsync(ConvertStage.Step(job, disk, engine, share), stop),
            cancellation);
    }

    /// <summary>Compares the converted disks of every VM with their sources, as many at once as the configuration allows.</summary>
    /// <returns>What was found of each disk that could be compared, in the order of the VMs and their disks.</returns>
    public async Task<IReadOnlyList<VerifiedDisk>> VerifyAsync(CancellationToken cancellation)
    {
        var disks = ChosenDisks();
        var verified = new ConcurrentDictionary<DiskPlacement, VerifiedDisk>();
        await ForEachDiskAsync(
            disks,
            (job, disk, share, stop) => job.LookAsync(
                VerifyStage.Step(job, disk, share, found => verified[disk] = found), $"against {disk.Source}", stop),
            cancellation);
        return [.. disks.Select(item => verified.GetValueOrDefault(item.Disk)).OfType<VerifiedDisk>()];
    }

    /// <summary>Tells that VMs failed, if any did.</summary>
    /// <exception cref="V2KException">The failure, if there is one VM; else which VMs failed.</exception>
    public void ThrowIfFailed()
    {
        var failed = Jobs.Where(job => job.Failure is not null).ToList();
        if (failed.Count > 0)
        {
            throw Jobs.Count == 1
                ? failed[0].Failure!
                : new V2KException(
                    $"{failed.Count} of {Jobs.Count} VMs failed: {VmSelection.List([.. failed.Select(job => job.Vm)])}",
                    "The reasons are above; mend them and run the same command again: the other VMs will be up to date");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var job in Jobs)
        {
            job.Dispose();
        }
    }

    private List<(VmJob Job, DiskPlacement Disk)> ChosenDisks()
    {
        var disks = new List<(VmJob, DiskPlacement)>();
        foreach (var job in Jobs.Where(job => job.Failure is null))
        {
            job.Try(() => disks.AddRange(job.Translation.Disks.Select(disk => (job, disk))));
        }

        return disks;
    }

    private async Task ForEachDiskAsync(
        List<(VmJob Job, DiskPlacement Disk)> disks,
        Func<VmJob, DiskPlacement, int, CancellationToken, Task> work,
        CancellationToken cancellation)
    {
        var atOnce = Math.Clamp(disks.Count, 1, _config.Parallel);
        var share = Math.Max(1, _config.Parallel / atOnce);
        await Parallel.ForEachAsync(
            disks,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (item, stop) => await item.Job.TryAsync(() => work(item.Job, item.Disk, share, stop)));
    }

    /// <summary>Two disks that would become one file: two VMs sharing a disk, or names that differ only by a snapshot's number.</summary>
    private static void RefuseSharedTargets(List<(VmJob Job, DiskPlacement Disk)> disks)
    {
        foreach (var claims in disks.GroupBy(item => item.Disk.Target, StringComparer.Ordinal).Where(claims => claims.Count() > 1))
        {
            var (owner, first) = claims.First();
            foreach (var (job, disk) in claims.Skip(1))
            {
                job.Fail(new V2KException(
                    $"{disk.VmxDevice} would become {disk.Target}, and so would {first.VmxDevice} of {owner.Vm.Id}",
                    "If the VMs share this disk, convert one of them and point the other's XML at its result",
                    job.Vm.Id));
            }
        }

        disks.RemoveAll(item => item.Job.Failure is not null);
    }
}
