using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Scheduling;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Estates;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>Many VMs at once.</summary>
public sealed class MigrateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ten_of_fifty_VMs_fail_and_a_rerun_does_exactly_those_ten()
    {
        string? Fault(int number) => number % 5 != 0 ? null : $"vm{number:00000}";
        var estate = SyntheticEstate.Write(_folder.Path, 50, vms =>
        {
            for (var number = 0; number < vms.Count; number += 5)
            {
                var vm = vms[number];
                vm.Afterwards(number % 2 == 0
                    ? () => File.Move(Path.Combine(vm.Folder, vm.Name + "-flat.vmdk"), Path.Combine(vm.Folder, "away"))
                    : () => File.WriteAllText(Path.Combine(vm.Folder, vm.Name + ".vmx.lck"), ""));
            }
        });

        using (var run = await MigrateAsync(estate))
        {
            Assert.Equal(40, run.Jobs.Count(job => job.Failure is null));
            Assert.Equal(10, _log.Failures.Count);
            Assert.All(_log.Failures, failure => Assert.Matches("cannot be opened|the VM runs", failure));
        }

        for (var number = 0; number < 50; number += 5)
        {
            var folder = _folder[$"ds{number % 4 + 1}/{Fault(number)}"];
            if (number % 2 == 0)
            {
                File.Move(Path.Combine(folder, "away"), Path.Combine(folder, Fault(number) + "-flat.vmdk"));
            }
            else
            {
                File.Delete(Path.Combine(folder, Fault(number) + ".vmx.lck"));
            }
        }

        _log.Clear();
        using var rerun = await MigrateAsync(estate);

        Assert.All(rerun.Jobs, job => Assert.Null(job.Failure));
        Assert.Equal(
            Enumerable.Range(0, 50).Select(Fault).OfType<string>().SelectMany(vm => new[] { vm, vm + "_1", vm + "_2" }).Order(StringComparer.Ordinal),
            _log.Started.Select(line => line.Split(' ')[1].Replace(".raw:", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task VMs_do_not_wait_for_one_another_between_stages()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 40, _ => { });

        using var run = await MigrateAsync(estate, parallel: 1);

        // With a barrier, every XML would come before the first disk.
        Assert.True(
            _log.Started.FindIndex(line => line.StartsWith("Convert", StringComparison.Ordinal))
            < _log.Started.FindLastIndex(line => line.StartsWith("Translate", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_VM_that_another_run_works_on_is_left_to_it()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, _ => { });
        using var other = VmStateFile.Open(VmCatalog.Scan(Load(estate).Datastores).Vms[0]);

        using var run = await MigrateAsync(estate);

        Assert.Equal([true, false], run.Jobs.Select(job => job.Failure is not null));
        Assert.Contains($"another run is working on this VM: process {Environment.ProcessId}", _log.Failures.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_VM_that_is_through_is_free_for_others()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, _ => { });
        using var run = await MigrateAsync(estate);

        using var other = VmStateFile.Open(run.Jobs[0].Vm);

        Assert.Equal(4, other.Steps.Count);
    }

    [Fact]
    public async Task A_run_stopped_between_two_VMs_resumes_at_the_second()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 6, _ => { });
        using var stop = new CancellationTokenSource();
        var config = Load(estate) with { Parallel = 1 };
        var log = new StoppingLog(_log, stop, after: 4);
        using (var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, log, force: false))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.MigrateAsync(new MigrationMeans(new NativeEngine(), new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false))), Stage.Convert, stop.Token));
        }

        Assert.InRange(log.Done, 4, 17);
        _log.Clear();
        using var rerun = await MigrateAsync(estate);

        Assert.Empty(_log.Failures);
        Assert.Equal(18 - log.Done, _log.Started.Count(line => line.StartsWith("Convert", StringComparison.Ordinal)));
        Assert.Equal(18, Directory.GetFiles(_folder["out"], "*.raw", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Disks_are_copied_within_the_budgets_of_the_host_and_the_datastores()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 16, _ => { });
        var config = Load(estate);
        config = config with
        {
            Parallel = 16,
            Budgets = new Budgets
            {
                Host = new HostBudget { Disks = 3 },
                Datastores = config.Datastores.ToDictionary(datastore => datastore.Name, _ => new DatastoreBudget { Read = 1 }, StringComparer.Ordinal),
            },
        };
        var log = new CountingLog(_log);
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, log, force: false);

        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false))), Stage.Convert, CancellationToken.None);

        Assert.Empty(_log.Failures);
        Assert.Equal((48, 1), (log.Count, log.MostOfDatastore));
        Assert.InRange(log.Most, 1, 3);
    }

    private static Config Load(SyntheticEstate estate) => ConfigFile.Load(estate.ConfigFile) with { Format = DiskFormat.Raw };

    private async Task<MigrationRun> MigrateAsync(SyntheticEstate estate, int parallel = 4)
    {
        var config = Load(estate) with { Parallel = parallel };
        var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false))), Stage.Convert, CancellationToken.None);
        return run;
    }

    /// <summary>Counts the disks that are copied at once.</summary>
    private sealed class CountingLog(IRunLog inner) : IRunLog
    {
        private readonly Lock _counting = new();
        private readonly Dictionary<string, int> _active = new(StringComparer.Ordinal);

        public int Count { get; private set; }

        public int Most { get; private set; }

        public int MostOfDatastore { get; private set; }

        public void UpToDate(string vm, Step step, string reason) => inner.UpToDate(vm, step, reason);

        public void Started(string vm, Step step, string reason)
        {
            inner.Started(vm, step, reason);
            Add(step, 1);
        }

        public void Progress(string vm, Step step, long done, long total)
        {
        }

        public void Finished(string vm, Step step, TimeSpan elapsed, string notes) => Add(step, -1);

        public void Failed(string vm, V2KException failure) => inner.Failed(vm, failure);

        public void Found(string vm, V2K.Rules.Findings.Finding finding) => inner.Found(vm, finding);

        private void Add(Step step, int number)
        {
            if (step.Stage is Stage.Convert)
            {
                lock (_counting)
                {
                    var datastore = step.Outputs[0].Split('/').First(part => part.StartsWith("ds", StringComparison.Ordinal));
                    _active[datastore] = _active.GetValueOrDefault(datastore) + number;
                    Count += Math.Max(0, number);
                    Most = Math.Max(Most, _active.Values.Sum());
                    MostOfDatastore = Math.Max(MostOfDatastore, _active.Values.Max());
                }
            }
        }
    }

    /// <summary>Asks the run to stop once some disks are done.</summary>
    private sealed class StoppingLog(IRunLog inner, CancellationTokenSource stop, int after) : IRunLog
    {
        private int _done;

        public int Done => _done;

        public void UpToDate(string vm, Step step, string reason) => inner.UpToDate(vm, step, reason);

        public void Started(string vm, Step step, string reason) => inner.Started(vm, step, reason);

        public void Progress(string vm, Step step, long done, long total)
        {
        }

        public void Finished(string vm, Step step, TimeSpan elapsed, string notes)
        {
            if (step.Stage == Stage.Convert && Interlocked.Increment(ref _done) == after)
            {
                stop.Cancel();
            }
        }

        public void Failed(string vm, V2KException failure) => inner.Failed(vm, failure);

        public void Found(string vm, V2K.Rules.Findings.Finding finding) => inner.Found(vm, finding);
    }
}
