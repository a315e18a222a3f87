using System.Diagnostics;
using System.Globalization;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Tools;

namespace V2K.Engine.Disks;

/// <summary>
/// QEMU's <c>qemu-img convert</c>, given only disks that our own reader has found whole and inside the datastores, every
/// file and format of the chain spelled out.
/// </summary>
/// <param name="tools">Runs the program.</param>
public sealed class QemuImgEngine(ToolRunner tools) : ICopyEngine
{
    /// <summary>The limit of its option -m.</summary>
    private const int MaximumCoroutines = 16;

    /// <inheritdoc/>
    public string Name => "qemu-img";

    /// <inheritdoc/>
    public async Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
    {
        await Task.Yield();
        var started = Stopwatch.GetTimestamp();
        using var image = DiskImage.Open(job.Source, job.Paths);
        var survey = Survey.Of(image, done: 0, cancellation);
        var source = QemuSource.Describe(image);
        using var partial = PartialFile.Prepare(job.Target);
        partial.Discard();
        if (job.CheckSpace)
        {
            partial.RequireSpace(survey.DataBytes);
        }

        string[] format = job.Format is DiskFormat.Qcow2
            ? ["-O", "qcow2", "-o", $"compat=1.1,cluster_size={job.ClusterSize}"]
            : ["-O", "raw"];
        var coroutines = Math.Clamp(job.Parallel, 1, MaximumCoroutines).ToString(CultureInfo.InvariantCulture);
        await tools.RunAsync(
            KnownTools.QemuImg,
            ["convert", "-p", "-m", coroutines, .. format, source, partial.Path],
            "Convert with --engine=native, which reads the same disks",
            line => Report(line, survey.DataBytes, progress),
            cancellation: cancellation);
        image.RequireUnchanged();
        var targetBytes = partial.Publish();
        return new CopyOutcome(
            image.VirtualSize, survey.DataBytes, ZeroBytes: 0, targetBytes, Stopwatch.GetElapsedTime(started), image.Files);
    }

    /// <summary>Understands <c>(12.34/100%)</c>; whatever else the program prints is no progress.</summary>
    private static void Report(string line, long total, IProgress<CopyProgress>? progress)
    {
        var text = line.AsSpan().Trim();
        if (progress is not null
            && text.StartsWith("(", StringComparison.Ordinal)
            && text.EndsWith("/100%)", StringComparison.Ordinal)
            && double.TryParse(text[1..^"/100%)".Length], NumberStyles.Float, null, out var percent))
        {
            progress.Report(new CopyProgress((long)(total * Math.Clamp(percent, 0, 100) / 100), total));
        }
    }
}
