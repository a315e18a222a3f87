using System.Diagnostics;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Disks.Precopying;

/// <summary>
/// A target of which only the frozen part of its source is there yet: everything below the delta that the running VM writes to. It lies beside
/// the final name, in a layout in which every byte of the guest has its place, so that deltas are written in place:
/// precopy → (a newer snapshot: precopy again) → complete → the final name.
/// </summary>
/// <param name="target">The final name: a full path.</param>
/// <param name="recordPath">Where is written down what it holds.</param>
public sealed class PrecopiedDisk(string target, string recordPath)
{
    /// <summary>Follows the final name.</summary>
    public const string Suffix = ".v2k-precopied";

    /// <summary>Follows <see cref="Path"/> in the name of the record.</summary>
    internal const string RecordSuffix = ".json";

    /// <summary>Where the target lies until it is complete.</summary>
    public string Path => target + Suffix;

    /// <summary>What of the target with that final name is there already, in bytes of its file system; 0 for nothing.</summary>
    internal static long BytesAhead(string target) => Posix.TryStatus(target + Suffix)?.AllocatedBytes ?? 0;

    /// <summary>What it holds; null where nothing is there that counts.</summary>
    internal PrecopyRecord? Find() => PrecopyRecord.Read(recordPath) is { } record && (File.Exists(Path) || TryTakeBack(record)) ? record : null;

    /// <summary>The copy of the frozen part, of which <paramref name="job"/> names source and wishes.</summary>
    internal CopyJob CopyOf(CopyJob job) => job with { Target = Path, Preallocation = LayoutOf(job), ChecksumPath = null };

    /// <summary>Why what is there cannot be completed as <paramref name="job"/> wishes it; null if it can.</summary>
    internal string? Mismatch(CopyJob job) => Mismatch(job, Find());

    /// <summary>How many of the newest layers of <paramref name="image"/> it lacks; null where nothing is there that can be completed. Changes nothing.</summary>
    internal int? MissingLayers(CopyJob job, DiskImage image) =>
        File.Exists(Path) && PrecopyRecord.Read(recordPath) is { } record && Mismatch(job, record) is null
        && PrecopyFit.Of(record, FileStamp.Of(Path)!.Value, image) is { Unfit: null } fit
            ? fit.Layers
            : null;

    private static string? Mismatch(CopyJob job, PrecopyRecord? record) =>
        job.Compression is not Compression.None ? "compressed disks cannot be updated in place"
        : record is null ? null
        : record.ClusterSize != job.ClusterSize ? $"its clusters have {record.ClusterSize} bytes, not {job.ClusterSize}"
        : record.Preallocation != LayoutOf(job) ? "it has another preallocation"
        : null;

    /// <summary>Whether what is there can become <paramref name="image"/>; null if nothing is there.</summary>
    internal PrecopyFit? Fit(DiskImage image) =>
        Find() is { } record && FileStamp.Of(Path) is { } stamp ? PrecopyFit.Of(record, stamp, image) : null;

    /// <summary>Writes down that the target has just been copied.</summary>
    internal void Remember(CopyJob job, DiskImage image, CopyOutcome outcome) => new PrecopyRecord(
        PrecopyRecord.CurrentVersion,
        job.Format,
        job.ClusterSize,
        LayoutOf(job),
        image.VirtualSize,
        PrecopyFit.FilesOf(image.Chain),
        Pending: [],
        Posix.Status(Path).Inode,
        FileStamp.Of(Path)!.Value,
        outcome.Checksums?.Save() ?? []).Write(recordPath);

    /// <summary>Writes the newest <paramref name="layers"/> of <paramref name="image"/>, which it lacks, into the target.</summary>
    /// <param name="image">The disk that it is to hold; it fits.</param>
    /// <param name="layers">As <see cref="Fit"/> says.</param>
    /// <param name="job">The copy of that disk, for how much may be under way.</param>
    /// <param name="progress">Told from any thread.</param>
    /// <param name="cancellation">Stops it; the next time it starts over with these layers.</param>
    /// <exception cref="V2KException">A layer is damaged, was written to meanwhile, or the target cannot be written.</exception>
    internal async Task<CopyOutcome> BringUpAsync(
        DiskImage image, int layers, CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
    {
        await Task.Yield();
        var started = Stopwatch.GetTimestamp();
        var record = Find()!;
        var checksums = ContentChecksums.Load(image.VirtualSize, record.Checksums) ?? ContentChecksums.Unknown(image.VirtualSize);
        var (dataBytes, zeroBytes) = layers == 0 ? (0, 0) : await WriteAsync();
        return new CopyOutcome(
            image.VirtualSize, dataBytes, zeroBytes, Posix.Status(Path).AllocatedBytes, Stopwatch.GetElapsedTime(started), image.Files)
        {
            Checksums = checksums,
            Note = "into the precopied disk",
        };

        async Task<(long DataBytes, long ZeroBytes)> WriteAsync()
        {
            var newest = image.Newest(layers);
            var survey = Survey.Of(newest, done: 0, cancellation);
            var meter = new ProgressMeter(progress, survey, job.ProgressInterval);
            meter.Begin();
            (record with { Pending = PrecopyFit.FilesOf(newest.Chain) }).Write(recordPath);
            long zeroes;
            using (var file = new TargetFile(Path, FileMode.Open, CacheMode.Buffered))
            {
                // Both layouts that deltas can be written into have the guest's bytes one behind the other.
                var writer = NativeEngine.Writer(CopyOf(job), file, image.VirtualSize, LayoutState.Empty);
                var copy = new InPlaceCopy(newest, file, writer.Place(0, writer.Granule), meter, checksums) { Bandwidth = job.Bandwidth };
                await copy.RunAsync(2 * Math.Max(1, job.Parallel), cancellation);
                file.Flush();
                zeroes = copy.ZeroBytes;
            }

            image.RequireUnchanged();
            (record with
            {
                Files = PrecopyFit.FilesOf(image.Chain),
                Pending = [],
                Stamp = FileStamp.Of(Path)!.Value,
                Checksums = checksums.Save(),
            }).Write(recordPath);
            meter.Finish();
            return (survey.DataBytes, zeroes);
        }
    }

    /// <summary>Gives the complete target its final name, durably; it is no longer pre-copied then.</summary>
    /// <param name="publishing">Called before that.</param>
    internal void Publish(Publishing? publishing = null)
    {
        TargetFile.Guard(target, () => AtomicFile.Publish(Path, target, publishing));
        Discard();
    }

    /// <summary>Forgets what it holds: it is to be copied from the beginning, and only then replaced.</summary>
    internal void Forget()
    {
        if (File.Exists(recordPath))
        {
            File.Delete(recordPath);
        }
    }

    /// <summary>Removes whatever is there, so that the next copy starts from the beginning.</summary>
    internal void Discard()
    {
        Forget();
        AtomicFile.Tidy(recordPath);
        AtomicFile.Tidy(Path);
        if (File.Exists(Path))
        {
            File.Delete(Path);
        }
    }

    /// <summary>A mapped qcow2 in any case: where clusters get their place as they are written, a delta has none.</summary>
    private static Preallocation LayoutOf(CopyJob job) =>
        job is { Format: DiskFormat.Qcow2, Preallocation: Preallocation.Off } ? Preallocation.Metadata : job.Preallocation;

    /// <summary>A run that was killed after it renamed the complete target and before it recorded that: the next run continues there.</summary>
    private bool TryTakeBack(PrecopyRecord record)
    {
        if (record.Pending.Count > 0 || FileStamp.Of(target) != record.Stamp || Posix.TryStatus(target)?.Inode != record.Inode)
        {
            return false;
        }

        AtomicFile.Publish(target, Path);
        return true;
    }
}
