using V2K.Engine.Disks;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>Holds converted disks against their sources. Changes nothing and is never up to date: it is asked to look.</summary>
public static class VerifyStage
{
    /// <summary>The step that compares <paramref name="disk"/> of <paramref name="job"/> with its source.</summary>
    /// <param name="job">The VM.</param>
    /// <param name="disk">One of its disks.</param>
    /// <param name="parallel">How many requests it may have under way.</param>
    /// <exception cref="V2KException">The disk is not converted.</exception>
    public static Step Step(VmJob job, DiskPlacement disk, int parallel)
    {
        if (!File.Exists(disk.Target))
        {
            throw new V2KException("is not there to be verified", $"Run --target=Convert --vm='{job.Vm.Id}' first", disk.Target);
        }

        return new Step(Stage.Verify, Path.GetFileName(disk.Target), new Fingerprint(), [], async (progress, cancellation) =>
        {
            var copy = new CopyJob(disk.Source, job.Paths, disk.Target, disk.Format) { Parallel = parallel };
            var outcome = await DiskVerifier.VerifyAsync(copy, new ProgressRelay(progress), cancellation);
            return outcome.FirstDifference is { } offset
                ? throw new V2KException(
                    $"differs from {disk.Source}, first at byte {offset} of {outcome.VirtualSize}",
                    "If a guest has run on either since the conversion, that is why; if not, convert it again with --force",
                    disk.Target)
                : $"identical, {ByteSize.Text(outcome.BytesCompared)} compared of {ByteSize.Text(outcome.VirtualSize)}";
        });
    }
}
