using System.Diagnostics;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Verifying;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>Holds a converted disk against its source, every byte as the guest sees it, without any external program.</summary>
public static class DiskVerifier
{
    /// <summary>
    /// Compares what <paramref name="job"/> has made with what it was made from. If the two are alike, the job's checksums are completed: blocks that
    /// were shared and not read, or all of them after an engine that makes none.
    /// </summary>
    /// <param name="job">The copy: source, target, format and how many requests may be under way.</param>
    /// <param name="progress">Told from any thread: bytes of the virtual disk that are through, of all.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <exception cref="V2KException">Either cannot be read, or they have different sizes.</exception>
    public static async Task<VerifyOutcome> VerifyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
    {
        await Task.Yield();
        var started = Stopwatch.GetTimestamp();
        using var image = DiskImage.Open(job.Source, job.Paths);
        image.CheckTables();
        using var target = Open(job, image.VirtualSize);
        if (target.VirtualSize != image.VirtualSize)
        {
            throw new V2KException(
                $"the disk has {target.VirtualSize} bytes, but its source {job.Source} has {image.VirtualSize}", "Convert the disk again", job.Target);
        }

        var record = job.ChecksumPath is null ? null : ChecksumFile.Read(job.ChecksumPath, image.VirtualSize);
        var checksums = record?.Checksums ?? ContentChecksums.Unknown(image.VirtualSize);
        var known = checksums.Whole;
        var comparison = new Comparison(image, target, checksums, progress);
        await comparison.RunAsync(Math.Max(1, job.Parallel), cancellation);
        image.RequireUnchanged();
        var whole = comparison.FirstDifference is null ? checksums.Whole : null;
        if (job.ChecksumPath is not null && whole is not null && whole != known)
        {
            ChecksumFile.Write(job.ChecksumPath, checksums);
        }

        return new VerifyOutcome(
            image.VirtualSize, comparison.BytesCompared, comparison.FirstDifference, Stopwatch.GetElapsedTime(started))
        {
            Changed = comparison.Changed,
            Recorded = record?.Recorded,
            Checksum = whole,
        };
    }

    private static ITargetContent Open(CopyJob job, long virtualSize)
    {
        if (Posix.IsBlockDevice(job.Target))
        {
            return new DeviceContent(job.Target, virtualSize);
        }

        return Open(Path.GetFullPath(job.Target), job.Format);
    }

    /// <summary>Opens a disk that was converted to a file.</summary>
    internal static ITargetContent Open(string path, DiskFormat format)
    {
        var file = DiskFile.Open(path);
        try
        {
            return format is DiskFormat.Qcow2 ? new Qcow2Content(file) : new RawContent(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
