using V2K.Engine.Disks;
using V2K.Engine.Disks.Verifying;
using V2K.Engine.Ovf;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>Holds converted disks against their sources. Changes nothing and is never up to date: it is asked to look.</summary>
public static class VerifyStage
{
    private const string IfNot = "if not, convert it again with --force";

    /// <summary>Compares every disk of <paramref name="job"/>.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="budget">Gives the disks their turns.</param>
    /// <param name="found">Is told what was found of each disk, differences too; from several threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task RunAsync(VmJob job, WorkBudget budget, Action<DiskPlacement, VerifiedDisk> found, CancellationToken cancellation) =>
        Task.WhenAll(job.Translation.Disks.Select(disk => job.TryAsync(async () =>
        {
            using var turn = await budget.DiskAsync(cancellation);
            var step = Step(job, disk, budget.RequestsFor(job.Translation.Disks.Count), verified => found(disk, verified));
            await job.LookAsync(step, $"against {disk.Source}", cancellation);
        })));

    /// <summary>The step that compares <paramref name="disk"/> of <paramref name="job"/> with its source.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="disk">One of its disks.</param>
    /// <param name="parallel">How many requests it may have under way.</param>
    /// <param name="found">Is told what was found, differences too.</param>
    /// <exception cref="V2KException">The disk is not converted.</exception>
    public static Step Step(VmJob job, DiskPlacement disk, int parallel, Action<VerifiedDisk> found)
    {
        if (!File.Exists(disk.Target))
        {
            throw new V2KException("is not there to be verified", $"Run --target=Convert --vm='{job.Vm.Id}' first", disk.Target);
        }

        if (job.State.Find(disk.Key(Stage.Convert)) is { } made && ConvertStage.IsAdjusted(made))
        {
            throw new V2KException(
                "cannot be compared with its source: virt-v2v, which made it, has changed the guest in it",
                "Look at the guest, or convert it with --engine=native and verify it before it is adjusted",
                disk.Target);
        }

        if (AdjustStage.IsAdjusted(job, disk))
        {
            throw new V2KException(
                "cannot be compared with its source: the guest in it has been adjusted since it was converted",
                "Verify before Adjust; or convert it again with --force, verify, and adjust",
                disk.Target);
        }

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
            return isIdentical
                ? $"identical, {ByteSize.Text(outcome.BytesCompared)} compared of {ByteSize.Text(outcome.VirtualSize)}, checksum {outcome.Checksum}{manifest}"
                : throw Difference(disk, outcome);
        })
        { Label = disk.Label };
    }

    private static string CheckManifest(VmJob job, CopyJob copy, CancellationToken cancellation) => OvfManifest.Check(
        OvfFile.DescriptionOf(job.Vm.VmxPath), DiskSummary.Read(copy.Source, copy.Paths).Files.Select(file => file.Path), cancellation);

    private static V2KException Difference(DiskPlacement disk, VerifyOutcome outcome)
    {
        var since = $"since {outcome.Recorded:yyyy-MM-dd HH:mm:ss} UTC, when they were alike";
        var (who, remedy) = outcome.Changed switch
        {
            ChangedSide.Target => ($": the converted disk has changed {since}", $"If a guest has run on it, or it was adjusted, that is why; {IfNot}"),
            ChangedSide.Source => ($": the source has changed {since}", "If the VM has run on in VMware, convert its disk again with --force"),
            ChangedSide.Both => ($": both have changed {since}", $"If guests have run on both, that is why; {IfNot}"),
            _ => ("", $"If a guest has run on either since the conversion, that is why; {IfNot}"),
        };
        return new V2KException(
            $"differs from {disk.Source}, first at byte {outcome.FirstDifference} of {outcome.VirtualSize}{who}", remedy, disk.Target);
    }
}
