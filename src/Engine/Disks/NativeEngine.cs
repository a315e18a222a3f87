using System.Diagnostics;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Qcow2;

namespace V2K.Engine.Disks;

/// <summary>The engine that needs nothing installed: reads VMDKs and writes qcow2 or raw itself.</summary>
public sealed class NativeEngine : ICopyEngine
{
    /// <inheritdoc/>
    public string Name => "native";

    /// <inheritdoc/>
    public async Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
    {
        // Opening and surveying take time too: the caller's thread is not kept for them.
        await Task.Yield();
        var started = Stopwatch.GetTimestamp();
        using var image = DiskImage.Open(job.Source, job.Paths);
        var survey = Survey.Of(image, cancellation);
        using var partial = PartialFile.Prepare(job.Target, job.CheckSpace ? survey.DataBytes : 0);
        using var target = new TargetFile(partial.Path);
        IDiskWriter writer = job.Format is DiskFormat.Qcow2
            ? new Qcow2Writer(target, image.VirtualSize, job.ClusterSize)
            : new RawWriter(target, image.VirtualSize);

        var meter = new ProgressMeter(progress, survey.DataBytes);
        using var copy = new ParallelCopy(image, writer, meter);
        await copy.RunAsync(Math.Max(1, job.Parallel), cancellation);
        image.RequireUnchanged();
        writer.Complete();
        var targetBytes = partial.Publish();
        meter.Finish();
        return new CopyOutcome(
            image.VirtualSize, survey.DataBytes, copy.ZeroBytes, targetBytes, Stopwatch.GetElapsedTime(started), image.Files);
    }
}
