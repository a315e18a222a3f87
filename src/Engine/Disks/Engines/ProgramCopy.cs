using System.Diagnostics;
using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// A copy of one disk that programs of others make. Around it all is the same: our own reader has found the source whole and inside the
/// datastores before they see it, and the target gets its name only when they are done and the source is still what it was.
/// </summary>
internal static class ProgramCopy
{
    /// <summary>Copies: gets the disk, its description for QEMU, the target's temporary name, and whom to tell.</summary>
    internal delegate Task Copy(DiskImage image, string source, string target, PercentProgress progress);

    /// <summary>Has <paramref name="copy"/> copy the disk of <paramref name="job"/>.</summary>
    internal static async Task<CopyOutcome> RunAsync(
        CopyJob job, IProgress<CopyProgress>? progress, Copy copy, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var image = DiskImage.Open(job.Source, job.Paths);
        var survey = Survey.Of(image, done: 0, cancellation);
        var source = QemuSource.Describe(image);
        using var partial = PartialFile.Prepare(job);
        partial.Discard();
        if (job.CheckSpace)
        {
            partial.RequireSpace(survey.DataBytes);
        }

        await copy(image, source, partial.Path, new PercentProgress(progress, survey.DataBytes));
        image.RequireUnchanged();
        var targetBytes = partial.Publish();
        return new CopyOutcome(
            image.VirtualSize, survey.DataBytes, ZeroBytes: 0, targetBytes, Stopwatch.GetElapsedTime(started), image.Files);
    }
}
