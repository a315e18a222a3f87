using System.Globalization;
using V2K.Engine.Tools;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// QEMU's <c>qemu-img convert</c>, given only disks that our own reader has found whole and inside the datastores, every
/// file and format of the chain spelled out.
/// </summary>
/// <param name="tools">Runs the program.</param>
/// <param name="options">Its knobs.</param>
public sealed class QemuImgEngine(ToolRunner tools, EngineOptions options) : ICopyEngine
{
    /// <inheritdoc/>
    public string Name => "qemu-img";

    /// <inheritdoc/>
    public async Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
    {
        await Task.Yield();
        var coroutines = options.Coroutines ?? Math.Clamp(job.Parallel, 1, EngineOptions.MaximumCoroutines);
        return await ProgramCopy.RunAsync(
            job,
            progress,
            (_, source, target, percent) => tools.RunAsync(
                KnownTools.QemuImg,
                ["convert", "-p", "-m", coroutines.ToString(CultureInfo.InvariantCulture), .. Compress(job), .. Cache(job), .. QemuTarget.Format("-O", job), source, target],
                "Convert with --engine=native, which reads the same disks",
                percent.Line,
                cancellation: cancellation),
            cancellation);
    }

    private static string[] Compress(CopyJob job) => job.Compression is Compression.None ? [] : ["-c"];

    /// <summary>Around the page cache only where that is asked for: it has no way to find out whether the file systems can.</summary>
    private static string[] Cache(CopyJob job) => job.Cache is CacheMode.Direct ? ["-T", "none", "-t", "none"] : [];
}
