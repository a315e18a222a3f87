using System.Diagnostics;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Precopying;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>
/// One VM on its way through the stages of one run. Its first failure ends its way and leaves the other VMs alone.
/// </summary>
public sealed class VmJob(VirtualMachine vm, Config config, DatastorePaths paths, IRunLog log, bool force) : IDisposable
{
    // Disks of one VM ask for these from several threads.
    private readonly Lock _opening = new();
    private readonly Lazy<Config> _config = new(() => DiskChoices.Apply(config.Of(vm), vm));
    private Lazy<TranslatedDomain> _translation = new(() => TranslatedDomain.Make(vm, config, paths));

    private readonly Lazy<CutOverRecord?> _earlierCutOver = new(() => VmState.Read(vm.StatePath)?.CutOver);

    private readonly Lock _viewing = new();
    private VmStateFile? _state;
    private VmView? _view;
    private V2KException? _failure;

    /// <summary>The VM.</summary>
    public VirtualMachine Vm { get; } = vm;

    /// <summary>The configuration in force, with the options of earlier runs for the VM's disks.</summary>
    public Config Config => _config.Value;

    /// <summary>Where its files are.</summary>
    public DatastorePaths Paths { get; } = paths;

    /// <summary>The log of the run.</summary>
    public IRunLog Log { get; } = log;

    /// <summary>Do everything, up to date or not, and replace what is in the way.</summary>
    public bool Force { get; } = force;

    /// <summary>Whether the step <paramref name="key"/> is to be done up to date or not: <c>--force</c>, or <c>--force=scsi0:1</c> for the copy of a disk.</summary>
    public bool IsForced(StepKey key) =>
        Force || (key.Stage is Stage.Precopy or Stage.Convert && Config.ForcedDisks.Any(disk => disk.Is(Vm, key.Device)));

    /// <summary>Paces the copies of its disks and of the other VMs of the run; null for nothing.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>Says when results are written.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Why it cannot continue; null while it can.</summary>
    public V2KException? Failure => _failure;

    /// <summary>The stage in which it failed; null where it has not, or outside of the stages.</summary>
    public Stage? FailedIn { get; internal set; }

    /// <summary>
    /// That an earlier run has cut it over; null for no. Read once, and without the lock, which the first step takes: <see cref="State"/> shows what
    /// another run did until then.
    /// </summary>
    /// <exception cref="V2KException">A later version of V2K wrote the state.</exception>
    internal CutOverRecord? EarlierCutOver => _earlierCutOver.Value;

    /// <summary>Whether no stage of this run is for it.</summary>
    internal bool IsLeftAlone { get; set; }

    /// <summary>Why it failed, in a word: the id of the concern that stopped it, else the stage.</summary>
    public string FailureWord => Failure?.Id
        ?? (TryTranslate() is null ? FindingId.UnreadableVm : FailedIn?.ToString().ToLowerInvariant() ?? "failed");

    /// <summary>Its state, locked by this run from the first use on.</summary>
    public VmStateFile State
    {
        get
        {
            lock (_opening)
            {
                return _state ??= VmStateFile.Open(Vm, TryTranslate()?.Disks, Config.Connect);
            }
        }
    }

    /// <summary>Whether <see cref="Translation"/> has been computed; false for a file that cannot be read.</summary>
    public bool IsTranslated => _translation.IsValueCreated;

    /// <summary>Its .vmx file translated, once a run, and once more where Adjust finds another guest than was expected.</summary>
    public TranslatedDomain Translation => _translation.Value;

    /// <summary>Translates for the guest that is on the disks; null if it could not be determined. The state does not know of it yet.</summary>
    /// <returns>Whether that makes another guest than <see cref="Translation"/> was for.</returns>
    internal bool TranslateFor(GuestFound? found)
    {
        var translation = TracedDomain.Make(Vm, Config, Paths, found).Translation;
        lock (_viewing)
        {
            if (translation.System == Translation.System)
            {
                return false;
            }

            _translation = new(translation);
            _view = null;
            return true;
        }
    }

    /// <summary>Lets other runs work on it until its state is asked for again.</summary>
    internal void ReleaseState()
    {
        lock (_opening)
        {
            _state?.Dispose();
            _state = null;
        }
    }

    /// <summary>Reads settings, folder and disks again when they are next asked for: VMware writes to them until the VM is off.</summary>
    internal void Reread()
    {
        lock (_viewing)
        {
            _translation = new(() => TranslatedDomain.Make(Vm, config, Paths));
            _view = null;
        }
    }

    /// <summary>The same; null if the file is no longer readable, which does not stop the removal of its results.</summary>
    internal TranslatedDomain? TryTranslate()
    {
        try
        {
            return Translation;
        }
        catch (V2KException)
        {
            return null;
        }
    }

    /// <summary>The copy of one of its disks.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="parallel">How many requests may be under way.</param>
    public CopyJob CopyOf(DiskPlacement disk, int parallel) => Posix.IsBlockDevice(disk.Target)
        ? FileCopyOf(disk, parallel) with { CheckpointPath = Note(disk, AtomicFile.CheckpointSuffix), Preallocation = Preallocation.Off }
        : FileCopyOf(disk, parallel);

    private CopyJob FileCopyOf(DiskPlacement disk, int parallel) => new(disk.Source, Paths, disk.Target, disk.Format)
    {
        Parallel = parallel,
        Cache = Config.Cache,
        Bandwidth = Bandwidth,

        // A disk that VMs share is raw whatever the others are.
        ClusterSize = disk.Format is DiskFormat.Qcow2 ? Config.ClusterSize : Config.DefaultClusterSize,
        Compression = disk.Format is DiskFormat.Qcow2 ? Config.Compression : Compression.None,
        Preallocation = disk.Format is DiskFormat.Raw && Config.Preallocation is Preallocation.Metadata ? Preallocation.Off : Config.Preallocation,
        ChecksumPath = Note(disk, StateFolder.ChecksumSuffix),
        Publishing = Publishing,

        // SpaceClaims has seen to that, for all VMs of the run, and knows what the administrator overrides.
        CheckSpace = false,
    };

    /// <summary>What of one of its disks was copied ahead, if anything was.</summary>
    internal PrecopiedDisk PrecopiedOf(DiskPlacement disk) => new(disk.Target, Note(disk, PrecopiedDisk.Suffix + PrecopiedDisk.RecordSuffix));

    /// <summary>Has the state note that a file of the step under way is about to get its final name.</summary>
    internal void Publishing(string path, FileStamp stamp) => State.Publishing(path, stamp);

    private string Note(DiskPlacement disk, string suffix) => StateFolder.NoteOf(disk.Target, suffix, Vm, Config.Datastores);

    /// <summary>Its folder and disks, read once a run.</summary>
    public VmView View
    {
        get
        {
            lock (_viewing)
            {
                return _view ??= new VmView(Vm, Paths, Translation);
            }
        }
    }

    /// <summary>Does <paramref name="work"/> for this VM; a failure is recorded and reported, not thrown, so that other VMs continue.</summary>
    public async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (V2KException failure)
        {
            Fail(failure);
        }
        catch (Exception cause) when (FullFileSystem.Is(cause))
        {
            Fail(new V2KException(FullFileSystem.Describe(Vm.StatePath), FullFileSystem.Remedy, Vm.Id, cause: cause));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Fail(new V2KException(cause.Message, "Fix this and run the same command again; finished work is kept", Vm.Id, cause: cause));
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            Fail(Fault(cause, Vm.Id));
        }
    }

    /// <summary>What V2K itself did wrong, with all that tells where: whoever looks for the cause needs the file.</summary>
    private static V2KException Fault(Exception cause, string place) => new(
        FaultText.Of(cause), "This is a fault of V2K: run again with --verbosity=diagnostic and report what it shows", place, cause: cause);

    /// <summary>Does <paramref name="work"/> for this VM, like <see cref="TryAsync"/>.</summary>
    public void Try(Action work) => TryAsync(() =>
    {
        work();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    /// <summary>Does <paramref name="step"/>, which makes nothing, in any case.</summary>
    /// <exception cref="V2KException">What it looked at is not as it should be.</exception>
    public async Task LookAsync(Step step, string reason, CancellationToken cancellation)
    {
        Log.Started(Vm.DisplayName, step, reason);
        var clock = Stopwatch.StartNew();
        var notes = await step.RunAsync((done, total) => Log.Progress(Vm.DisplayName, step, done, total), cancellation);
        Log.Finished(Vm.DisplayName, step, clock.Elapsed, notes);
    }

    /// <summary>Does <paramref name="step"/> if it has anything to do, and remembers that it is done, or that it failed.</summary>
    /// <exception cref="V2KException">The step failed; its earlier outputs are as they were.</exception>
    public Task RunAsync(Step step, CancellationToken cancellation) => RunAsync(step, turn: null, cancellation);

    /// <inheritdoc cref="RunAsync(Step, CancellationToken)"/>
    /// <param name="step">The step.</param>
    /// <param name="turn">Waits for its turn if it has anything to do; see <see cref="WorkBudget"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task RunAsync(Step step, Func<CancellationToken, Task<Turn>>? turn, CancellationToken cancellation) =>
        RunTogetherAsync([step], turn, cancellation);

    /// <summary>Does <paramref name="steps"/>, one after the other, if any of them has anything to do: their results only fit together.</summary>
    /// <param name="steps">The steps; at least one.</param>
    /// <param name="turn">Waits for the turn of each.</param>
    /// <param name="cancellation">Stops them.</param>
    /// <exception cref="V2KException">A step failed; its earlier outputs are as they were.</exception>
    public async Task RunTogetherAsync(
        IReadOnlyList<Step> steps, Func<CancellationToken, Task<Turn>>? turn, CancellationToken cancellation)
    {
        var current = steps[0];
        if (current.Stage is not Stage.CutOver && State.CutOver is { } cutOver)
        {
            throw cutOver.Refusal(Vm.Id, $"{current.Stage} does not touch it any more");
        }

        try
        {
            var decisions = StepDecision.ForTogether([.. steps.Select(step => (step, State.Find(step.Key), IsForced(step.Key)))]);
            for (var i = 0; i < steps.Count; i++)
            {
                current = steps[i];
                await RunIfNeededAsync(current, decisions[i], turn, cancellation);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var told = failure is V2KException or IOException or UnauthorizedAccessException
                ? failure
                : Fault(failure, $"{Vm.Id}, {current.Stage} {(current.Outputs is [var output, ..] ? output : current.Name)}");
            Remember(current, told);
            if (told != failure)
            {
                throw told;
            }

            throw;
        }
    }

    /// <summary>Where the state cannot be written either, the failure itself is still what people must see.</summary>
    private void Remember(Step step, Exception failure)
    {
        try
        {
            State.RecordFailure(step.Key, new StepFailure(DateTimeOffset.UtcNow, failure.Message) { Name = step.Name });
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Log.Found(Vm.DisplayName, Finding.Warning(
                $"the state of {Vm.Id} cannot be written: {cause.Message}", "a report does not show the failure", "Fix this first"));
        }
    }

    private async Task RunIfNeededAsync(
        Step step, StepDecision decision, Func<CancellationToken, Task<Turn>>? turn, CancellationToken cancellation)
    {
        if (!decision.MustRun)
        {
            step.Tidy?.Invoke();
            if (State.Find(step.Key) is null)
            {
                // It is not in a file, and the run that made it was killed before it could say so.
                Record(step, seconds: 0, Publication.Notes);
            }

            State.Settle(step.Key);
            Log.UpToDate(Vm.DisplayName, step, State.Find(step.Key) is { } record ? $"{decision.Reason} ({record.Notes})" : decision.Reason);
            return;
        }

        using var place = turn is null ? null : await turn(cancellation);
        if (step.Outputs.Any(Posix.IsBlockDevice))
        {
            // A file gets its name when it is whole; a device counts as long as it is recorded.
            State.Record(step.Key, null);
        }

        foreach (var output in step.Outputs.Where(output => !Posix.IsBlockDevice(output)))
        {
            TargetFile.Guard(output, () => ResultFolder.Make(Path.GetDirectoryName(output)!, Config.Connect));
        }

        State.Begin(step.Key, step.Name, step.Inputs.Inputs, step.Outputs);
        Log.Started(Vm.DisplayName, step, decision.Reason);
        var clock = Stopwatch.StartNew();
        // A resumed copy starts with the bytes of the earlier one.
        var (first, last) = (-1L, 0L);
        var notes = await step.RunAsync(Progress, cancellation);
        Record(step, Math.Round(clock.Elapsed.TotalSeconds, 3), notes, bytes: first < 0 ? 0 : last - first);
        Log.Finished(Vm.DisplayName, step, clock.Elapsed, notes);

        void Progress(long done, long total)
        {
            first = first < 0 ? done : first;
            last = Math.Max(last, done);
            Log.Progress(Vm.DisplayName, step, done, total);
        }
    }

    private void Record(Step step, double seconds, string notes, long bytes = 0) => State.Record(step.Key, new StepRecord(
        (step.Settled?.Invoke() ?? step.Inputs).Inputs,
        step.Outputs.ToDictionary(output => output, output => FileStamp.Of(output)!.Value, StringComparer.Ordinal),
        DateTimeOffset.UtcNow,
        seconds,
        notes)
    { Bytes = bytes, Name = step.Name });

    /// <summary>Ends this VM's way through the run.</summary>
    internal void Fail(V2KException failure)
    {
        // What keeps a VM from being read is met more than once, and told once.
        if (Interlocked.Exchange(ref _failure, failure)?.Message != failure.Message)
        {
            Log.Failed(Vm.DisplayName, failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_opening)
        {
            _state?.Dispose();
        }
    }
}
