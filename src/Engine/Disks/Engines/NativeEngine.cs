using System.Diagnostics;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Qcow2;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines;

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
        if (job.Cache is CacheMode.Direct)
        {
            image.ReadAroundCache();
        }

        var start = Checkpoint.Start(job, image);
        using ICopyTarget partial = Posix.IsBlockDevice(job.Target) ? new DeviceTarget(job, image) : PartialFile.Prepare(job);
        var resumed = (job.Resume ? partial.Resumable(start) : null) ?? start;
        var survey = Survey.Of(image, resumed.Offset, cancellation);
        if (job.CheckSpace)
        {
            partial.RequireSpace(job.Preallocation is Preallocation.Falloc ? image.VirtualSize : survey.DataBytes);
        }

        // Compressed clusters share pages of the file, which must not go both around the cache and through it.
        using var target = partial.Open(isResumed: resumed.Offset > 0, job.Compression is Compression.None ? job.Cache : CacheMode.Buffered);
        IDiskWriter writer = partial is DeviceTarget device
            ? new DeviceWriter(target, keepsZeroes: !device.IsZeroed)
            : Writer(job, target, image.VirtualSize, resumed.Layout, new BlockReservation(target, survey.Dense, isResumed: resumed.Offset > 0));

        var checksums = ContentChecksums.Load(image.VirtualSize, resumed.Checksums) ?? ContentChecksums.Unknown(image.VirtualSize);
        var cloner = new Cloner(target, writer.Granule, job.Compression is Compression.None && partial is PartialFile);
        var meter = new ProgressMeter(progress, survey, job.ProgressInterval);
        meter.Begin();
        var chunkLength = Math.Max(ParallelCopy.ChunkLength, writer.Granule);
        using var work = WorkPlan.Of(image.Runs(resumed.Offset, image.VirtualSize), chunkLength, cloner).GetEnumerator();
        var copy = new ParallelCopy(work, chunkLength, target, writer, cloner, meter, checksums, Save) { CheckpointInterval = job.CheckpointInterval, Bandwidth = job.Bandwidth };

        // Half of them wait for the disk while the others work.
        await copy.RunAsync(2 * Math.Max(1, job.Parallel), cancellation);
        RequireUnchanged(image, partial);
        writer.Complete();
        target.Trim();
        var note = job.Cache is CacheMode.Direct && !(image.IsDirect && target.IsDirect)
            ? "through the page cache, because a file system here does not support direct I/O"
            : null;
        if (job.ChecksumPath is { } path)
        {
            // From its name on the target may be the last that this process has done.
            ChecksumFile.Write(path, checksums);
        }

        var targetBytes = partial.Publish();
        meter.Finish();
        return new CopyOutcome(
            image.VirtualSize,
            survey.DataBytes,
            resumed.ZeroBytes + copy.ZeroBytes,
            targetBytes,
            Stopwatch.GetElapsedTime(started),
            image.Files)
        { ResumedAt = resumed.Offset, Checksums = checksums, Note = note };

        void Save(long offset, long zeroBytes)
        {
            var checkpoint = start with { Offset = offset, ZeroBytes = resumed.ZeroBytes + zeroBytes, Layout = writer.Save(), Checksums = checksums.Save() };
            target.Flush();
            TargetFile.Guard(job.Target, () => checkpoint.Save(partial.CheckpointPath));
        }
    }

    /// <summary>What lays out the target of <paramref name="job"/> in its file.</summary>
    internal static IDiskWriter Writer(CopyJob job, TargetFile target, long virtualSize, LayoutState state, BlockReservation? ahead = null) => job switch
    {
        { Format: DiskFormat.Raw } => new RawWriter(target, virtualSize, isReserved: job.Preallocation is Preallocation.Falloc, ahead),
        { Preallocation: Preallocation.Off } => new Qcow2Writer(target, virtualSize, job.ClusterSize, job.Compression, state),
        _ => new MappedQcow2Writer(target, virtualSize, job.ClusterSize, isReserved: job.Preallocation is Preallocation.Falloc),
    };

    private static void RequireUnchanged(DiskImage image, ICopyTarget partial)
    {
        try
        {
            image.RequireUnchanged();
        }
        catch (V2KException)
        {
            // A later copy cannot resume from data that may mix two versions.
            partial.Discard();
            throw;
        }
    }
}
