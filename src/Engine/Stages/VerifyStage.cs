using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Verifying;
using V2K.Engine.Ovf;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>Holds converted disks against their sources. Changes nothing and is never up to date: it is asked to look.</summary>
public static class VerifyStage
{
    /// <summary>What stands in the record of a comparison: which conversion it was of, and what it found.</summary>
    private const string Conversion = "conversion", Checksum = "checksum";

    /// <summary>Compares every disk of <paramref name="job"/>.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="budget">Gives the disks their turns.</param>
    /// <param name="found">Receives the result of each disk, also if it differs; from several threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task RunAsync(VmJob job, WorkBudget budget, Action<DiskPlacement, VerifiedDisk> found, CancellationToken cancellation) =>
        Task.WhenAll(job.Translation.Disks.Select(disk => job.TryAsync(async () =>
        {
            using var turn = await budget.CompareAsync(job.Vm, disk, cancellation);
            var step = Step(job, disk, budget.RequestsFor(job.Translation.Disks.Count), verified => found(disk, verified));
            await job.LookAsync(step, $"against {disk.Source}", cancellation);
        })));

    /// <summary>
    /// Compares the disks of <paramref name="job"/> between Convert and Adjust, once for each conversion. A disk that cannot be compared any more is
    /// told, and keeps the VM from nothing.
    /// </summary>
    internal static Task ProveAsync(VmJob job, WorkBudget budget, CancellationToken cancellation) =>
        Task.WhenAll(job.Translation.Disks.Where(disk => Converted(job, disk) is not null).Select(disk => job.TryAsync(async () =>
        {
            if (Proof(job, disk) is { } proof)
            {
                job.Log.UpToDate(job.Vm.DisplayName, Bare(disk), $"verified {proof.Finished:yyyy-MM-dd HH:mm:ss} UTC: {proof.Notes}");
            }
            else if (WhyNot(job, disk) is { } reason)
            {
                job.Log.Found(job.Vm.DisplayName, Finding.Warning($"{disk.Label} {reason.What}", "it stays unverified", reason.Remedy));
            }
            else
            {
                using var turn = await budget.CompareAsync(job.Vm, disk, cancellation);
                await job.LookAsync(Step(job, disk, budget.RequestsFor(job.Translation.Disks.Count), _ => { }), $"against {disk.Source}", cancellation);
            }
        })));

    /// <summary>The step that compares <paramref name="disk"/> of <paramref name="job"/> with its source.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="disk">One of its disks.</param>
    /// <param name="parallel">How many requests it may have under way.</param>
    /// <param name="found">Receives the result, also if there is a difference.</param>
    /// <exception cref="V2KException">The disk is not converted, or can no longer be compared.</exception>
    public static Step Step(VmJob job, DiskPlacement disk, int parallel, Action<VerifiedDisk> found)
    {
        if (!File.Exists(disk.Target))
        {
            throw new V2KException("does not exist", $"Run --target=Convert --vm='{job.Vm.Id}' first", disk.Target);
        }

        if (AdjustStage.IsAdjusted(job, disk) && Proof(job, disk) is { } proof && !IsStale(job, disk))
        {
            return Recall(job, disk, proof, found);
        }

        if (WhyNot(job, disk) is { } reason)
        {
            throw new V2KException(reason.What, reason.Remedy, disk.Target);
        }

        return Compare(job, disk, parallel, found);
    }

    /// <summary>Why <paramref name="disk"/> can no longer be compared with its source; null if it can.</summary>
    private static (string What, string Remedy)? WhyNot(VmJob job, DiskPlacement disk) =>
        Converted(job, disk) is { } made && ConvertStage.IsAdjusted(made)
            ? ("cannot be compared with its source: virt-v2v created it and changed the guest in it",
                "Check the guest, or convert it with --engine=native and verify it before it is adjusted")
        : AdjustStage.IsAdjusted(job, disk)
            ? ("cannot be compared with its source: the guest in it has been adjusted since it was converted",
                $"Verify before Adjust, as Migrate --verify does; or convert it again with --force={disk.VmxDevice}, verify, and adjust")
        : null;

    private static StepRecord? Converted(VmJob job, DiskPlacement disk) => job.State.Find(disk.Key(Stage.Convert));

    /// <summary>The record of a comparison that found the disk identical as it was converted last; null where there is none.</summary>
    private static StepRecord? Proof(VmJob job, DiskPlacement disk) =>
        Converted(job, disk) is { } converted
        && job.State.Find(disk.Key(Stage.Verify)) is { } proof
        && proof.Inputs.GetValueOrDefault(Conversion) == AdjustStage.Identity(converted)
            ? proof
            : null;

    /// <summary>Whether the next run without --force would convert <paramref name="disk"/> again.</summary>
    private static bool IsStale(VmJob job, DiskPlacement disk)
    {
        try
        {
            var step = ConvertStage.Step(job, disk, new NativeEngine(), parallel: 1);
            return StepDecision.For(step, Converted(job, disk), force: false).MustRun;
        }
        catch (V2KException)
        {
            // Something is in the way, which only --force replaces.
            return false;
        }
    }

    private static Step Bare(DiskPlacement disk) =>
        new(disk.Key(Stage.Verify), disk.Name, new Fingerprint(), [], (_, _) => Task.FromResult("")) { Label = disk.Label };

    /// <summary>The guest has been adjusted since, which changes the disk: what was found before counts.</summary>
    private static Step Recall(VmJob job, DiskPlacement disk, StepRecord proof, Action<VerifiedDisk> found) => Bare(disk) with
    {
        RunAsync = (_, _) =>
        {
            var size = DiskSummary.Read(disk.Source, job.Paths).VirtualSize;
            found(new VerifiedDisk(
                job.Vm.Id, disk.VmxDevice, disk.Source, disk.Target, IsIdentical: true, size, proof.Bytes, FirstDifference: null, Changed: null, proof.Finished, proof.Inputs.GetValueOrDefault(Checksum)));
            return Task.FromResult($"verified {proof.Finished:yyyy-MM-dd HH:mm:ss} UTC, before the guest was adjusted: {proof.Notes}");
        },
    };

    private static Step Compare(VmJob job, DiskPlacement disk, int parallel, Action<VerifiedDisk> found)
    {
        return new Step(disk.Key(Stage.Verify), disk.Name, new Fingerprint(), [], async (progress, cancellation) =>
        {
            var copy = job.CopyOf(disk, parallel);
            var manifest = OvfFile.Matches(job.Vm.VmxPath) ? ", " + CheckManifest(job, copy, cancellation) : "";
            var outcome = await DiskVerifier.VerifyAsync(copy, new ProgressRelay(progress), cancellation);
            var isIdentical = outcome.FirstDifference is null;
            found(new VerifiedDisk(
                job.Vm.Id,
                disk.VmxDevice,
                disk.Source,
                disk.Target,
                isIdentical,
                outcome.VirtualSize,
                outcome.BytesCompared,
                outcome.FirstDifference,
                isIdentical ? null : outcome.Changed,
                outcome.Recorded,
                outcome.Checksum));
            var notes = $"identical, {ByteSize.Text(outcome.BytesCompared)} compared of {ByteSize.Text(outcome.VirtualSize)}, checksum {outcome.Checksum} ({ContentChecksums.Algorithm}){manifest}";
            Record(job, disk, outcome, notes);
            return isIdentical ? notes : throw Difference(job, disk, outcome);
        })
        { Label = disk.Label };
    }

    private static string CheckManifest(VmJob job, CopyJob copy, CancellationToken cancellation) => OvfManifest.Check(
        OvfFile.DescriptionOf(job.Vm.VmxPath), DiskSummary.Read(copy.Source, copy.Paths).Files.Select(file => file.Path), cancellation);

    /// <summary>Keeps the proof for the report, and for when the guest is adjusted.</summary>
    private static void Record(VmJob job, DiskPlacement disk, VerifyOutcome outcome, string notes)
    {
        if (Converted(job, disk) is { } converted)
        {
            job.State.Record(disk.Key(Stage.Verify), outcome.FirstDifference is not null ? null : new StepRecord(
                new Dictionary<string, string>(StringComparer.Ordinal) { [Conversion] = AdjustStage.Identity(converted), [Checksum] = outcome.Checksum ?? "" },
                new Dictionary<string, FileStamp>(StringComparer.Ordinal),
                DateTimeOffset.UtcNow,
                Math.Round(outcome.Elapsed.TotalSeconds, 3),
                notes)
            { Bytes = outcome.BytesCompared, Name = disk.Name });
        }
    }

    private static V2KException Difference(VmJob job, DiskPlacement disk, VerifyOutcome outcome)
    {
        var since = $"since {outcome.Recorded:yyyy-MM-dd HH:mm:ss} UTC, when they were identical";
        var again = IsStale(job, disk)
            ? $"run --target=Convert --vm='{job.Vm.Id}', which sees that the source has changed and converts it again"
            : $"convert it again with --force={disk.VmxDevice}";
        var (who, remedy) = outcome.Changed switch
        {
            ChangedSide.Target => ($": the converted disk has changed {since}", $"If a guest has run on it, that is the cause; if not, {again}"),
            ChangedSide.Source => ($": the source has changed {since}", $"If the VM continued to run in VMware, {again}"),
            ChangedSide.Both => ($": both have changed {since}", $"If guests have run on both, that is the cause; if not, {again}"),
            _ => ("", $"If a guest has run on one of them since the conversion, that is the cause; if not, {again}"),
        };
        return new V2KException(
            $"differs from {disk.Source}, first at byte {outcome.FirstDifference} of {outcome.VirtualSize}{who}", remedy, disk.Target);
    }
}
