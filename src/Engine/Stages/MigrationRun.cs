using System.Collections.Concurrent;
using V2K.Engine.Configuration;
using V2K.Engine.CutOvers;
using V2K.Engine.CutOvers.Hooks;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.Rendering;
using V2K.Engine.Scheduling;
using V2K.Engine.State;
using V2K.Engine.TestBoots;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>
/// The chosen VMs on their way through the stages. A VM that fails stops, the others continue, and
/// <see cref="ThrowIfFailed()"/> tells in the end.
/// </summary>
public sealed class MigrationRun : IDisposable
{
    /// <summary>Threads that wait for the storage: more than processors, because waiting is all they do.</summary>
    private const int WaitingThreads = 32;

    /// <summary>As many as one line bears.</summary>
    private const int MostNamed = 12;

    private readonly Config _config;
    private readonly WorkBudget _budget;
    private readonly Lazy<DomainRenderer> _renderer;
    private readonly Lazy<SharedDisks> _sharedDisks;
    private readonly SpaceClaims _space = new();

    /// <summary>The VMs in the order in which they set out: a VM that has to wait for another's disk comes after it.</summary>
    private readonly List<VmJob> _inTurn;

    private MigrationRun(Config config, IReadOnlyList<VmJob> jobs)
    {
        _config = config;
        _budget = new WorkBudget(config, [.. jobs.Select(job => job.Vm)]);
        _inTurn = [.. jobs.OrderByDescending(job => _budget.PriorityOf(job.Vm))];
        _renderer = new(() => new DomainRenderer(TemplateFolder.Load(config.Templates)));
        _sharedDisks = new(() => new SharedDisks(_inTurn));
        Jobs = jobs;
    }

    /// <summary>The chosen VMs.</summary>
    public IReadOnlyList<VmJob> Jobs { get; }

    /// <summary>Prepares the way of <paramref name="vms"/>.</summary>
    /// <param name="vms">The chosen VMs.</param>
    /// <param name="config">The configuration in force.</param>
    /// <param name="log">The log of the run.</param>
    /// <param name="force">Do everything, up to date or not, and replace what is in the way.</param>
    public static MigrationRun Open(IReadOnlyList<VirtualMachine> vms, Config config, IRunLog log, bool force) =>
        Open(vms, config, _ => log, force);

    /// <inheritdoc cref="Open(IReadOnlyList{VirtualMachine}, Config, IRunLog, bool)"/>
    /// <param name="vms">The chosen VMs.</param>
    /// <param name="config">The configuration in force.</param>
    /// <param name="logFor">The log for a VM: several VMs can have the same display name.</param>
    /// <param name="force">Do everything, up to date or not, and replace what is in the way.</param>
    public static MigrationRun Open(IReadOnlyList<VirtualMachine> vms, Config config, Func<VirtualMachine, IRunLog> logFor, bool force)
    {
        DiskTarget.Require(config.DiskTargets, vms);
        var paths = new DatastorePaths(config.Datastores, config.File);
        var bandwidth = config.Budgets.Host.BytesPerSecond is { } rate ? new Bandwidth(rate) : null;
        var run = new MigrationRun(config, [.. vms.Select(vm => new VmJob(vm, config, paths, logFor(vm), force) { Bandwidth = bandwidth })]);
        if (config.Templates is not null)
        {
            // A wrong template folder is one error of the run, not one of each VM.
            _ = run._renderer.Value;
        }

        return run;
    }

    /// <summary>Makes the domain XML of every VM.</summary>
    public Task TranslateAsync(CancellationToken cancellation) => RunAsync([Translate], cancellation);

    /// <summary>Copies ahead what of the VMs' disks no longer changes while they run.</summary>
    /// <exception cref="V2KException">The configuration does not allow for it.</exception>
    public Task PrecopyAsync(CancellationToken cancellation)
    {
        PrecopyStage.Require(_config);
        return RunAsync([Precopy], cancellation, End);
    }

    /// <summary>Converts the disks of every VM that got this far.</summary>
    public Task ConvertAsync(IConversionEngine engine, CancellationToken cancellation) => RunAsync([Convert(engine)], cancellation);

    /// <summary>Makes the guests of the VMs that got this far boot under KVM.</summary>
    public Task AdjustAsync(AdjustHost host, CancellationToken cancellation) =>
        RunAsync([Recover(host.Tools), Adjust(host)], cancellation);

    /// <summary>Finishes what a crash left half-done, before anything else is done to the VMs' disks.</summary>
    public Task RecoverAsync(ToolRunner tools, CancellationToken cancellation) => RunAsync([Recover(tools)], cancellation);

    /// <summary>Compares the converted disks of every VM with their sources.</summary>
    /// <returns>What was found of each disk that could be compared, in the order of the VMs and their disks.</returns>
    public async Task<IReadOnlyList<VerifiedDisk>> VerifyAsync(CancellationToken cancellation)
    {
        var verified = new ConcurrentDictionary<DiskPlacement, VerifiedDisk>();
        await RunAsync(
            [new VmStage(Stage.Verify, (job, stop) => VerifyStage.RunAsync(job, _budget, (disk, found) => verified[disk] = found, stop))],
            cancellation);
        return
        [
            .. Jobs.Where(job => job.IsTranslated).SelectMany(job => job.Translation.Disks)
                .Select(disk => verified.GetValueOrDefault(disk)).OfType<VerifiedDisk>(),
        ];
    }

    /// <summary>
    /// Takes every VM through all stages up to <paramref name="last"/>, each at its own pace: while one VM's disks are
    /// copied, another is already further. A VM that is done lets go of its lock.
    /// </summary>
    public Task MigrateAsync(MigrationMeans means, Stage last, CancellationToken cancellation) =>
        RunAsync([.. Stages(means).Where(stage => stage.Stage <= last)], cancellation, End);

    /// <summary>Cuts every VM over, each at its own pace.</summary>
    /// <param name="means">What the stages work with; with a libvirt and what boots copies.</param>
    /// <param name="cancellation">Stops it; a domain that was started stays, and the next run waits for its answer.</param>
    /// <exception cref="V2KException">A hook cannot run.</exception>
    public async Task CutOverAsync(MigrationMeans means, CancellationToken cancellation)
    {
        var hooks = new HookRunner(_config.Hooks, _config.File);
        hooks.Require();
        var states = Jobs.ToDictionary(job => job, job => VmState.TryRead(job.Vm.StatePath));
        foreach (var (job, state) in states)
        {
            _budget.PlanCutOver(job.Vm, state?.CutOver is { } record
                ? new WorkState(record.Done is null ? WorkPhase.Running : WorkPhase.Done, record.DownSince) { Ended = record.Done ?? default }
                : null);
        }

        var cutOver = new CutOverStage(means, hooks, _budget, CutOverEstimate.By([.. states.Values]));
        try
        {
            await RunAsync(
                [.. cutOver.Around(Translate, Stages(means))],
                async job =>
                {
                    await cutOver.FailAsync(job, cancellation);
                    _budget.EndCutOver(job.Vm, isOk: job.Failure is null);
                    End(job);
                },
                cancellation,
                atOnce: Jobs.Count);
        }
        catch (OperationCanceledException)
        {
            foreach (var job in Jobs)
            {
                cutOver.Interrupt(job);
            }

            throw;
        }
    }

    /// <summary>Defines every VM that got this far in libvirt.</summary>
    public Task DefineAsync(LibvirtHost host, CancellationToken cancellation) => RunAsync([Define(host)], cancellation);

    /// <summary>Boots a copy of every VM that got this far.</summary>
    public Task TestBootAsync(LibvirtHost host, TestBooter booter, CancellationToken cancellation) =>
        RunAsync([TestBoot(host, booter)], cancellation);

    /// <summary>Tells that VMs failed, if any did.</summary>
    /// <exception cref="V2KException">The failure, if there is one VM; else which VMs failed.</exception>
    public void ThrowIfFailed() => ThrowIfFailed(areNamed: true);

    /// <inheritdoc cref="ThrowIfFailed()"/>
    /// <param name="areNamed">Whether the message lists those of several that failed.</param>
    public void ThrowIfFailed(bool areNamed)
    {
        var failed = Jobs.Where(job => job.Failure is not null).ToList();
        if (failed.Count > 0)
        {
            throw Jobs.Count == 1
                ? failed[0].Failure!
                : new V2KException(
                    $"{failed.Count} of {Jobs.Count} VMs failed: {(areNamed ? VmSelection.List([.. failed.Select(job => job.Vm)]) : "the reasons are above")}",
                    areNamed ? "The reasons are above. Fix them and run the same command again; it skips the VMs that are up to date"
                        : "Fix them and run the same command again; it skips the VMs that are up to date")
                {
                    // Mixed reasons count as failed work.
                    Kind = failed.Select(job => job.Failure!.Kind).Distinct().ToList() is [var only] ? only : FailureKind.Failed,
                };
        }
    }

    /// <summary>What came of the VMs: <c>8 of 12 done, 4 not: erp-prod (running), db01 (adjust) and 2 more</c>.</summary>
    public string Result
    {
        get
        {
            var failed = Jobs.Count(job => job.Failure is not null);
            return $"{Jobs.Count - failed} of {Jobs.Count} done" + (failed == 0 ? "" : $", {failed} not: {Failed}");
        }
    }

    /// <summary>The VMs that failed, each with the reason in a word.</summary>
    private string Failed
    {
        get
        {
            var failed = Jobs.Where(job => job.Failure is not null).ToList();
            return string.Join(", ", failed.Take(MostNamed).Select(job => $"{job.Vm.DisplayName} ({job.FailureWord})"))
                + (failed.Count > MostNamed ? $" and {failed.Count - MostNamed} more" : "");
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

    private VmStage Translate => new(Stage.Translate, (job, stop) => TranslateStage.RunAsync(job, _renderer.Value, stop));

    private VmStage Precopy =>
        new(Stage.Precopy, (job, stop) => PrecopyStage.RunAsync(job, new NativeEngine(), new DiskTurns(_budget, _space), _sharedDisks.Value, stop));

    private VmStage Convert(IConversionEngine engine) =>
        new(Stage.Convert, (job, stop) => ConvertStage.RunAsync(job, engine, new DiskTurns(_budget, _space), _sharedDisks.Value, stop));

    private static VmStage Recover(ToolRunner tools) => new(Stage.Adjust, (job, _) => AdjustStage.RecoverAsync(job, tools));

    private VmStage Adjust(AdjustHost host) => new(Stage.Adjust, (job, stop) => AdjustStage.RunAsync(job, host, _renderer.Value, _budget, stop));

    private static VmStage Define(LibvirtHost host) => new(Stage.Define, (job, stop) => DefineStage.RunAsync(job, host, stop));

    private VmStage TestBoot(LibvirtHost host, TestBooter booter) =>
        new(Stage.TestBoot, (job, stop) => TestBootStage.RunAsync(job, host, booter, _budget, stop));

    private static Task RequireAdjustable(VmJob job, IConversionEngine engine)
    {
        WindowsAdjusting.RequireBeforeCopy(job, engine);
        return Task.CompletedTask;
    }

    private static void End(VmJob job)
    {
        job.Log.Ended(job.Vm.DisplayName, job.Failure);
        job.Dispose();
    }

    /// <summary>The way of a VM, in order.</summary>
    private IEnumerable<VmStage> Stages(MigrationMeans means)
    {
        // What a crash interrupted comes before anything else is done to the disks.
        yield return Recover(means.Adjust.Tools) with { Stage = Stage.Convert };
        yield return Translate;

        // A migration up to Convert needs none of this; others fail here, before they copy disks.
        yield return new(Stage.Adjust, (job, _) => RequireAdjustable(job, means.Engine));
        yield return Convert(means.Engine);
        if (means.Verify)
        {
            yield return new(Stage.Convert, (job, stop) => VerifyStage.ProveAsync(job, _budget, stop));
        }

        yield return Adjust(means.Adjust);
        if (means.Libvirt is { } libvirt)
        {
            yield return new(Stage.Define, (job, stop) => DefineStage.RunAsync(job, libvirt.Value, stop));
        }

        if (means is { Libvirt: { } host, Booter: { } booter })
        {
            yield return new(Stage.TestBoot, (job, stop) => TestBootStage.RunAsync(job, host.Value, booter.Value, _budget, stop));
        }
    }

    /// <summary>Takes every VM through <paramref name="stages"/>. The disks of a VM that was cut over are its guest's: it is left alone.</summary>
    private Task RunAsync(IReadOnlyList<VmStage> stages, CancellationToken cancellation, Action<VmJob>? ended = null) => RunAsync(
        [new(Stage.CutOver, LeaveIfCutOver), .. stages],
        job =>
        {
            ended?.Invoke(job);
            return Task.CompletedTask;
        },
        cancellation);

    private static Task LeaveIfCutOver(VmJob job, CancellationToken cancellation)
    {
        if (job.EarlierCutOver is { } cutOver)
        {
            if (job.Force || job.Config.ForcedDisks.Any(disk => disk.IsOf(job.Vm)))
            {
                throw cutOver.Refusal(job.Vm.Id, "--force does not replace its disks");
            }

            job.IsLeftAlone = true;
            job.Log.UpToDate(job.Vm.DisplayName, CutOverStage.Step(job), cutOver.Reason);
        }

        return Task.CompletedTask;
    }

    /// <summary>Takes every VM through <paramref name="stages"/>, whether it was cut over or not.</summary>
    /// <param name="stages">The stages.</param>
    /// <param name="ended">Ends the way of a VM.</param>
    /// <param name="cancellation">Stops all VMs.</param>
    /// <param name="atOnce">How many VMs are on their way at once: all of them, where they wait for one another; null for what the budget says.</param>
    private async Task RunAsync(IReadOnlyList<VmStage> stages, Func<VmJob, Task> ended, CancellationToken cancellation, int? atOnce = null)
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, WaitingThreads), completions);

        // Whose a disk is must be settled before the first VM sets out.
        var shared = stages.Any(stage => stage.Stage is Stage.Precopy or Stage.Convert) ? _sharedDisks.Value : null;
        await Parallel.ForEachAsync(
            _inTurn,
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, atOnce ?? _budget.Vms), CancellationToken = cancellation },
            async (job, stop) =>
            {
                foreach (var stage in stages)
                {
                    if (job is { Failure: null, IsLeftAlone: false })
                    {
                        await job.TryAsync(() => stage.RunAsync(job, stop));
                        job.FailedIn = job.Failure is null ? null : stage.Stage;
                    }
                }

                shared?.Ended(job);
                await ended(job);
            });
    }
}
