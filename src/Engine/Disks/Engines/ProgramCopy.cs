using System.Diagnostics;
using V2K.Engine.Disks.Copying;
using V2K.Rules;

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
        using var partial = PartialFile.Prepare(job);
        partial.Discard();
        if (job.CheckSpace)
        {
            partial.RequireSpace(survey.DataBytes);
        }

        var folder = Directory.CreateTempSubdirectory("v2k-qemu-");
        try
        {
            await copy(image, QemuSource.Describe(image, folder.FullName), partial.Path, new PercentProgress(progress, survey.DataBytes));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        image.RequireUnchanged();
        RequireSize(image, partial.Path, job.Format);
        var targetBytes = partial.Publish();
        return new CopyOutcome(
            image.VirtualSize, survey.DataBytes, ZeroBytes: 0, targetBytes, Stopwatch.GetElapsedTime(started), image.Files);
    }

    /// <summary>Refuses what a program has made of <paramref name="image"/> if it is longer or shorter: it has understood the source differently.</summary>
    internal static void RequireSize(DiskImage image, string path, DiskFormat format)
    {
        using var made = DiskVerifier.Open(path, format);
        if (made.VirtualSize != image.VirtualSize)
        {
            throw new V2KException(
                $"the program created a disk of {made.VirtualSize} bytes, but its source has {image.VirtualSize}",
                "Convert with --engine=native, and compare the lengths in the headers of the source's extents",
                image.Chain[0].Path);
        }
    }
}
