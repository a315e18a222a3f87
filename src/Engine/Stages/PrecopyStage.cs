using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Precopying;
using V2K.Engine.Disks.Vmdk;
using V2K.Engine.Interop;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>
/// Copies ahead what of a VM's disks no longer changes while it runs: for a VM on a snapshot, all but the newest delta. The conversion
/// that follows when it is shut down writes the deltas into that.
/// </summary>
public static class PrecopyStage
{
    private const string WithoutPrecopy = "Omit it, or convert without --precopy when the VM is shut down";

    private const string NoDevice = "a precopy needs a file of its own until the copy is complete";

    /// <summary>Refuses what cannot be copied ahead, whatever the VM.</summary>
    /// <exception cref="V2KException">The engine, the format or the place of the disks does not allow for it.</exception>
    public static void Require(Config config)
    {
        Refuse(config.Engine is not EngineKind.Native, "--engine", "only the native engine supports --precopy");
        Refuse(config.Compression is not Compression.None, "--compress", "compressed clusters cannot be updated in place");
        Refuse(config.DiskTargets.Any(target => !target.IsFile), "--disk", NoDevice);
    }

    /// <summary>Copies what can be copied of <paramref name="job"/>'s disks; that the VM runs does not stop it, other blockers do.</summary>
    internal static Task RunAsync(VmJob job, NativeEngine engine, DiskTurns turns, SharedDisks shared, CancellationToken cancellation)
    {
        Refuse(job.Translation.Disks.Any(disk => Posix.IsBlockDevice(disk.Target)), "--disk", NoDevice);
        var frozen = Frozen(job);
        var view = new VmView(job.Vm, job.Paths, job.Translation with { Disks = frozen });
        Blockers.Refuse(
            job.Translation.Findings.Concat(ConcernFinder.InFilesOf(view)).Where(finding => finding.Id != FindingId.Running), job.Config, job.Vm);
        var parallel = turns.Budget.RequestsFor(shared.Count);
        List<DiskView> disks = [.. view.Disks.Where(disk => shared.OtherOwner(job, disk.Placement) is null)];
        turns.Expect(job, () => [.. disks.Where(disk => disk.Summary is not null)]);
        return Task.WhenAll(disks.Select(disk => job.TryAsync(async () =>
        {
            try
            {
                await job.RunAsync(Step(job, disk, engine, parallel), stop => turns.DiskAsync(job, disk.Placement, stop), cancellation);
            }
            finally
            {
                turns.Release(job, disk);
            }
        })));
    }

    /// <summary>
    /// Completes a disk that was copied ahead, if there is one: writes into it what it lacks, and gives it its final name. One that no longer
    /// fits is removed, and the administrator told why.
    /// </summary>
    /// <returns>Null where the whole disk is to be copied.</returns>
    /// <exception cref="V2KException">The disk was copied ahead with other wishes.</exception>
    internal static async Task<CopyOutcome?> CompleteAsync(
        VmJob job, DiskPlacement disk, CopyJob copy, ICopyEngine engine, IProgress<CopyProgress> progress, CancellationToken cancellation)
    {
        var precopied = job.PrecopiedOf(disk);
        using var image = precopied.Find() is null ? null : DiskImage.Open(copy.Source, copy.Paths);
        var fit = image is null ? null : precopied.Fit(image);
        var other = engine is NativeEngine ? precopied.Mismatch(copy) : $"only the native engine completes it, not {engine.Name}";
        if (fit is not null && other is not null && !job.IsForced(disk.Key(Stage.Convert)))
        {
            throw new V2KException(
                $"was precopied, and cannot be completed with these options: {other}",
                "Use the options that --precopy had, or --force to copy the whole disk",
                precopied.Path);
        }

        if (fit is { Unfit: null } && other is null)
        {
            var outcome = await precopied.BringUpAsync(image!, fit.Layers, copy, progress, cancellation);
            ChecksumFile.Write(copy.ChecksumPath!, outcome.Checksums!);
            precopied.Publish(copy.Publishing);
            Forget(job, disk);
            return outcome;
        }

        if (fit is not null)
        {
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(
                $"the precopy of {disk.Label} cannot be used, because {fit.Unfit ?? other}",
                "the whole disk is copied",
                "Keep the snapshot of the --precopy run until the VM is shut down, and convert the VM before you remove the snapshot"));
        }

        Forget(job, disk);
        return null;
    }

    /// <summary>Removes whatever was copied ahead of <paramref name="disk"/>, and what is known of it.</summary>
    internal static void Forget(VmJob job, DiskPlacement disk)
    {
        job.PrecopiedOf(disk).Discard();
        job.State.Record(disk.Key(Stage.Precopy), null);
    }

    /// <summary>The disks with a snapshot, without their newest delta, of which only the descriptor is read.</summary>
    /// <exception cref="V2KException">There are none.</exception>
    private static List<DiskPlacement> Frozen(VmJob job)
    {
        var disks = job.Translation.Disks.Select(disk => (Disk: disk, Parent: SnapshotChain.ParentOf(disk.Source, job.Paths))).ToList();
        var changing = disks.Where(disk => disk.Parent is null).Select(disk => disk.Disk.VmxDevice).ToList();
        if (changing.Count == disks.Count)
        {
            throw new V2KException(
                "none of its disks has a snapshot: all their data can change while the VM runs",
                "Take a snapshot first, without the guest's memory; convert a VM that is shut down without --precopy",
                job.Vm.Id);
        }

        if (changing.Count > 0)
        {
            job.Log.Found(job.Vm.DisplayName, Finding.Warning(
                $"{string.Join(" and ", changing)} of {job.Vm.DisplayName} cannot be precopied: the VM writes to the base disk",
                "they are copied when the VM is shut down",
                "Snapshots exclude independent disks; make them dependent first if they are large"));
        }

        return [.. disks.Where(disk => disk.Parent is not null).Select(disk => disk.Disk with { Source = disk.Parent! })];
    }

    /// <summary>The step that copies the frozen part of a disk, or what of it has been frozen since the last time.</summary>
    private static Step Step(VmJob job, DiskView disk, NativeEngine engine, int parallel)
    {
        var summary = disk.Summary ?? throw disk.Failure!;
        var precopied = job.PrecopiedOf(disk.Placement);
        var copy = job.CopyOf(disk.Placement, parallel);
        return new Step(
            disk.Placement.Key(Stage.Precopy),
            disk.Placement.Name,
            ConvertStage.Inputs(summary, copy),
            [precopied.Path],
            async (progress, cancellation) =>
            {
                using var image = DiskImage.Open(copy.Source, copy.Paths);
                var usable = job.IsForced(disk.Placement.Key(Stage.Precopy)) || precopied.Mismatch(copy) is not null ? null : precopied.Fit(image);
                CopyOutcome outcome;
                if (usable is { Unfit: null })
                {
                    outcome = await ConvertStage.WithRoomAsync(disk, () => precopied.BringUpAsync(image, usable.Layers, copy, new ProgressRelay(progress), cancellation));
                }
                else
                {
                    precopied.Forget();
                    outcome = await ConvertStage.WithRoomAsync(disk, () => engine.CopyAsync(precopied.CopyOf(copy), new ProgressRelay(progress), cancellation));
                    precopied.Remember(copy, image, outcome);
                }

                return $"{summary.Kind}, {ByteSize.Text(outcome.VirtualSize)}, {ByteSize.Text(outcome.DataBytes)} of data, {outcome.Note ?? "copied ahead"}";
            })
        {
            Label = disk.Placement.Label,
            Decide = (_, force) => Decide(precopied, copy, force),
        };
    }

    private static StepDecision Decide(PrecopiedDisk precopied, CopyJob copy, bool force)
    {
        using var image = DiskImage.Open(copy.Source, copy.Paths);
        return force ? new StepDecision(MustRun: true, "--force")
            : precopied.Fit(image) is not { } fit ? new StepDecision(MustRun: true, "not precopied yet")
            : (precopied.Mismatch(copy) ?? fit.Unfit) is { } unfit ? new StepDecision(MustRun: true, $"from the beginning, because {unfit}")
            : fit.Layers == 0 ? new StepDecision(MustRun: false, $"{Path.GetFileName(copy.Source)} is unchanged since the precopy")
            : new StepDecision(MustRun: true, $"{Path.GetFileName(copy.Source)} is frozen since");
    }

    private static void Refuse(bool isWrong, string option, string why)
    {
        if (isWrong)
        {
            throw new V2KException($"{why}, as --precopy asks for", WithoutPrecopy, key: option);
        }
    }
}
