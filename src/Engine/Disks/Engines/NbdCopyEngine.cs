using System.Globalization;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// libnbd's <c>nbdcopy</c> between two <c>qemu-nbd</c>, one of which serves the source, read-only and spelled out as for qemu-img, the
/// other the target. Their sockets lie in a folder that no other user can enter.
/// </summary>
/// <param name="tools">Runs the programs.</param>
/// <param name="options">Their knobs.</param>
public sealed class NbdCopyEngine(ToolRunner tools, EngineOptions options) : ICopyEngine
{
    private const string Remedy = "Convert with --engine=native, which reads the same disks";

    /// <summary>What nbdcopy itself does at most: 16 MiB of requests of 256 KiB.</summary>
    private const int DefaultRequests = 64;

    /// <summary>How long a server that broke may take to say so after nbdcopy has noticed.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Name => "nbdcopy";

    /// <inheritdoc/>
    public async Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
    {
        await Task.Yield();
        if (job.Compression is not Compression.None)
        {
            throw new V2KException("nbdcopy does not compress", "Convert with --engine=native or qemu-img, or with --compress=none", job.Target);
        }

        Array.ForEach([KnownTools.QemuImg, KnownTools.QemuNbd, KnownTools.NbdCopy], tool => tool.Require());
        return await ProgramCopy.RunAsync(
            job,
            progress,
            async (image, source, target, percent) =>
            {
                await CreateAsync(job, target, image.VirtualSize, cancellation);
                await CopyAsync(job, source, target, percent, cancellation);
            },
            cancellation);
    }

    private async Task CreateAsync(CopyJob job, string path, long size, CancellationToken cancellation) => await tools.RunAsync(
        KnownTools.QemuImg,
        ["create", .. QemuTarget.Format("-f", job), path, size.ToString(CultureInfo.InvariantCulture)],
        Remedy,
        cancellation: cancellation);

    private async Task CopyAsync(CopyJob job, string source, string target, PercentProgress progress, CancellationToken cancellation)
    {
        var connections = Text(options.Connections ?? job.Parallel);
        string[] cache = job.Cache is CacheMode.Direct ? ["--cache=none"] : [];
        var sockets = Directory.CreateTempSubdirectory("v2k-nbd-");
        try
        {
            await using var from = await NbdServer.StartAsync(
                tools, Path.Combine(sockets.FullName, "source"), ["--read-only", .. cache, "--shared", connections, source], Remedy, cancellation);
            await using var to = await NbdServer.StartAsync(
                tools,
                Path.Combine(sockets.FullName, "target"),
                ["--discard=unmap", .. cache, "--shared", connections, QemuTarget.Describe(job, target)],
                Remedy,
                cancellation);
            try
            {
                await tools.RunAsync(
                    KnownTools.NbdCopy,
                    [
                        "--progress=1", "--flush", "--target-is-zero",
                        "--connections", connections,
                        "--threads", Text(options.Threads ?? job.Parallel),
                        "--requests", Text(options.Requests ?? DefaultRequests),
                        from.Uri, to.Uri,
                    ],
                    Remedy,
                    progress.Line,
                    cancellation: cancellation);
                await from.EndAsync(cancellation);
                await to.EndAsync(cancellation);
            }
            catch (V2KException)
            {
                // Where a server broke, nbdcopy only knows that the connection did.
                await Task.WhenAny(Task.WhenAll(from.EndAsync(cancellation), to.EndAsync(cancellation)), Task.Delay(LastWords, cancellation));
                if ((from.Failure ?? to.Failure) is { } cause)
                {
                    throw cause;
                }

                throw;
            }
        }
        finally
        {
            sockets.Delete(recursive: true);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
