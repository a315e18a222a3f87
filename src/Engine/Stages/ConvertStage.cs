using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Engines.VirtV2v;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>VMDK to qcow2 or raw, one step a disk.</summary>
public static class ConvertStage
{
    /// <summary>What stands in the fingerprint of a disk whose engine matters, because it has changed the guest.</summary>
    private const string EngineInput = "--engine";

    /// <summary>
    /// Does the stage for <paramref name="job"/>, unless a blocker stands. A disk that fails does not keep the VM's other
    /// disks from being converted: a rerun finds them done.
    /// </summary>
    public static Task RunAsync(
        VmJob job, IConversionEngine engine, DiskTurns turns, SharedDisks shared, CancellationToken cancellation)
    {
        WriterChecks.RequireDevices(job.Config, job.Translation.Disks.Any(disk => Posix.IsBlockDevice(disk.Target)));
        Blockers.Refuse(job.Translation.Findings.Concat(ConcernFinder.InFilesOf(job.View)), job.Config, job.Vm);
        DiskChoices.RequireForced(job);
        DiskChoices.Remember(job);
        List<DiskView> disks = [.. job.View.Disks.Where(disk => !IsLeftOut(job, disk))];
        return engine switch
        {
            ICopyEngine copier => CopyAsync(job, disks, copier, turns, shared, cancellation),
            VirtV2vEngine virtV2v => ConvertForKvmAsync(job, disks, virtV2v, turns, shared, cancellation),
            _ => throw new ArgumentException($"{engine.Name} is not an engine that this stage knows", nameof(engine)),
        };
    }

    /// <summary>The steps for <paramref name="disks"/> of <paramref name="job"/> in their order, for looking at; all of them can be read.</summary>
    internal static IReadOnlyList<Step> Steps(VmJob job, List<DiskView> disks, IConversionEngine engine)
    {
        if (engine is ICopyEngine copier)
        {
            return [.. disks.Select(disk => Step(job, disk.Placement, copier, parallel: 1))];
        }

        using var together = new VirtV2vSteps(job, disks, (VirtV2vEngine)engine);
        return together.All;
    }

    private static Task CopyAsync(
        VmJob job, List<DiskView> disks, ICopyEngine engine, DiskTurns turns, SharedDisks shared, CancellationToken cancellation)
    {
        var parallel = turns.Budget.RequestsFor(shared.Count);
        turns.Expect(job, () => [.. disks.Where(disk => disk.Summary is not null && shared.OtherOwner(job, disk.Placement) is null && MustRun(job, Step(job, disk.Placement, engine, parallel)))]);
        return Task.WhenAll(disks.Select(disk => job.TryAsync(() =>
            shared.OtherOwner(job, disk.Placement) is { } owner
                ? WaitForAsync(owner, job, disk.Placement, shared, cancellation)
                : CopyAsync(job, disk, engine, parallel, turns, cancellation))));
    }

    private static async Task CopyAsync(
        VmJob job, DiskView disk, ICopyEngine engine, int parallel, DiskTurns turns, CancellationToken cancellation)
    {
        try
        {
            await job.RunAsync(Step(job, disk.Placement, engine, parallel), stop => turns.DiskAsync(job, disk.Placement, stop), cancellation);
        }
        finally
        {
            turns.Release(job, disk);
        }
    }

    /// <summary>Whether <paramref name="step"/> takes space. One that something is in the way of takes none: it fails.</summary>
    private static bool MustRun(VmJob job, Step step)
    {
        try
        {
            return StepDecision.For(step, job.State.Find(step.Key), job.IsForced(step.Key)).MustRun;
        }
        catch (V2KException)
        {
            return false;
        }
    }

    private static async Task ConvertForKvmAsync(
        VmJob job, List<DiskView> disks, VirtV2vEngine engine, DiskTurns turns, SharedDisks shared, CancellationToken cancellation)
    {
        if (disks.Find(disk => shared.OtherOwner(job, disk.Placement) is not null) is { } common)
        {
            throw new V2KException(
                $"{common.Placement.VmxDevice} is shared with another VM, and virt-v2v converts all disks of a VM for itself",
                "Convert both VMs with --engine=native",
                job.Vm.Id);
        }

        if (disks.Count > 0)
        {
            using var steps = new VirtV2vSteps(job, disks, engine);
            turns.Expect(job, () => disks);
            try
            {
                await job.RunTogetherAsync(steps.All, stop => turns.ApplianceAsync(job, disks[0].Placement, stop), cancellation);
            }
            finally
            {
                disks.ForEach(disk => turns.Release(job, disk));
            }
        }
    }

    /// <summary>The step that converts <paramref name="disk"/> of <paramref name="job"/>.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="disk">One of its disks.</param>
    /// <param name="engine">What copies.</param>
    /// <param name="parallel">How many requests it may have under way.</param>
    /// <exception cref="V2KException">The disk is missing, damaged or of a kind that is not read.</exception>
    public static Step Step(VmJob job, DiskPlacement disk, ICopyEngine engine, int parallel)
    {
        var view = job.View.Disks.First(known => known.Placement == disk);
        var summary = view.Summary ?? throw view.Failure!;
        return new Step(
            disk.Key(Stage.Convert),
            disk.Name,
            Inputs(summary, job.CopyOf(disk, parallel)),
            [disk.Target],
            async (progress, cancellation) =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(disk.Target)!);
                var copy = job.CopyOf(disk, parallel);

                // They are the earlier result's, and not every engine makes new ones.
                ChecksumFile.Remove(copy.ChecksumPath!);
                job.State.Record(disk.Key(Stage.Verify), null);
                var relay = new ProgressRelay(progress);
                var outcome = await WithRoomAsync(view, async () => await PrecopyStage.CompleteAsync(job, disk, copy, engine, relay, cancellation)
                    ?? await engine.CopyAsync(copy, relay, cancellation));
                var resumed = outcome.ResumedAt > 0 ? $", resumed at {ByteSize.Text(outcome.ResumedAt)}" : "";
                var note = outcome.Note is { } words ? ", " + words : "";
                return $"{summary.Kind}, {ByteSize.Text(outcome.VirtualSize)}, {ByteSize.Text(outcome.DataBytes)} of data, by {engine.Name}{resumed}{note}";
            })
        {
            Label = disk.Label,
            Tidy = () =>
            {
                AtomicFile.Tidy(disk.Target);
                PrecopyStage.Forget(job, disk);
            },
        };
    }

    /// <summary>Does <paramref name="copy"/>; where the file system of the target turns out to be full, says which disk, and how much it lacks.</summary>
    internal static async Task<CopyOutcome> WithRoomAsync(DiskView disk, Func<Task<CopyOutcome>> copy)
    {
        try
        {
            return await copy();
        }
        catch (Exception cause) when (FullFileSystem.Is(cause))
        {
            var left = disk.Space.Without(SpaceNeed.BytesThere(disk.Placement.Target));
            throw new V2KException(
                $"{FullFileSystem.Describe(disk.Placement.Target)}, and {disk.Placement.Label} needs {(left.AtLeast < left.AtMost ? "up to " : "")}{ByteSize.Text(left.AtMost)} more",
                FullFileSystem.Remedy,
                disk.Placement.Target,
                cause: cause)
            { Id = FindingId.LowSpace };
        }
    }

    /// <summary>Whether the administrator overrode that a disk cannot be read.</summary>
    private static bool IsLeftOut(VmJob job, DiskView disk)
    {
        if (disk.Failure is null || !UnreadableDisks.IsIgnored(disk.Failure, job.Config))
        {
            return false;
        }

        job.Log.Found(job.Vm.DisplayName, Finding.Warning(
            $"{disk.Placement.VmxDevice} is not converted: {disk.Failure.What}",
            $"the domain uses the present file {disk.Placement.Target}",
            "No action is needed if that file is the disk; otherwise move it away, and the domain is created without it").As(disk.Failure.Id ?? FindingId.UnreadableDisk));
        return true;
    }

    private static async Task WaitForAsync(
        VmJob owner, VmJob job, DiskPlacement disk, SharedDisks shared, CancellationToken cancellation)
    {
        await shared.WaitAsync(disk, cancellation);
        if (owner.Failure is not null || !File.Exists(disk.Target))
        {
            throw new V2KException(
                $"{disk.VmxDevice} is shared with {owner.Vm.Id}, and is not converted, because that conversion failed",
                "Fix that, and run the command again for both",
                job.Vm.Id);
        }
    }

    /// <summary>
    /// The files a disk is made of, its format, and how it is laid out. Which engine copied it does not matter: they all make the same disk.
    /// </summary>
    internal static Fingerprint Inputs(DiskSummary summary, CopyJob copy) => Add(Layout(copy), summary);

    /// <summary>The same for disks that virt-v2v has made: what is in each depends on all of them, and on who made it.</summary>
    internal static Fingerprint AdjustedInputs(IEnumerable<DiskSummary> disks, CopyJob copy) =>
        disks.Aggregate(Layout(copy).Add(EngineInput, VirtV2vEngine.Word), Add);

    /// <summary>Whether the disk of <paramref name="record"/> was made by an engine that has made the guest in it ready for KVM as well.</summary>
    public static bool IsAdjusted(StepRecord record) => record.Inputs.ContainsKey(EngineInput);

    /// <summary>How a disk is stored, which no guest can tell: a finished disk is not copied again for it.</summary>
    private static readonly HashSet<string> StorageOptions = new(StringComparer.Ordinal) { "--compress", "--cluster-size", "--preallocation" };

    private static Fingerprint Layout(CopyJob copy)
    {
        var inputs = new Fingerprint { Storage = StorageOptions }.Add("--format", Choices.Formats.Word(copy.Format));
        AddUnless(Compression.None, copy.Compression, "--compress", Choices.Compressions);
        AddUnless(Config.DefaultClusterSize, copy.ClusterSize, "--cluster-size", Choices.ClusterSizes);
        AddUnless(Preallocation.Off, copy.Preallocation, "--preallocation", Choices.Preallocations);
        return inputs;

        // Choices at their default are left out, so that a choice added later makes no disk out of date.
        void AddUnless<T>(T ever, T value, string option, Choice<T> words)
            where T : struct
        {
            if (!EqualityComparer<T>.Default.Equals(ever, value))
            {
                inputs.Add(option, words.Word(value));
            }
        }
    }

    private static Fingerprint Add(Fingerprint inputs, DiskSummary summary)
    {
        foreach (var file in summary.Files)
        {
            var name = Path.GetFileName(file.Path);
            name = inputs.Inputs.ContainsKey(name) ? file.Path : name;

            // A base of several disks is listed with each of them.
            if (!inputs.Inputs.ContainsKey(name))
            {
                inputs.Add(name, $"{file.Size} bytes, {file.Modified:O}, inode {file.Inode}");
            }
        }

        return inputs;
    }
}
