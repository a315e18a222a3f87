using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// The temporary name, beside the final one, under which a target is made. It gets the final name only when it is whole and on the disk;
/// disposed of before that, it is removed, unless there is a checkpoint to resume from.
/// </summary>
internal sealed class PartialFile : ICopyTarget
{
    private readonly string _target;
    private readonly Publishing? _publishing;
    private bool _published;

    private PartialFile(string target, Publishing? publishing)
    {
        _target = target;
        _publishing = publishing;
        Path = target + AtomicFile.PartialSuffix;
    }

    /// <summary>The temporary name. A file that a crash left there is replaced or resumed.</summary>
    internal string Path { get; }

    /// <inheritdoc/>
    public string CheckpointPath => _target + AtomicFile.CheckpointSuffix;

    /// <summary>The temporary name of the target of <paramref name="job"/>, where that is a file; a device has none but its own.</summary>
    internal static string PathOf(CopyJob job) => Posix.IsBlockDevice(job.Target) ? job.Target : System.IO.Path.GetFullPath(job.Target) + AtomicFile.PartialSuffix;

    /// <summary>What an unfinished copy of <paramref name="target"/>, the final name, occupies, in bytes of its file system; 0 where there is none.</summary>
    internal static long BytesThere(string target) => Posix.TryStatus(target + AtomicFile.PartialSuffix)?.AllocatedBytes ?? 0;

    /// <summary>Where the checkpoint of <paramref name="job"/> is.</summary>
    internal static string CheckpointOf(CopyJob job) => job.CheckpointPath ?? System.IO.Path.GetFullPath(job.Target) + AtomicFile.CheckpointSuffix;

    /// <summary>Makes the folders of the target of <paramref name="job"/>, the final name.</summary>
    /// <exception cref="V2KException">That is not allowed.</exception>
    internal static PartialFile Prepare(CopyJob job)
    {
        var partial = new PartialFile(System.IO.Path.GetFullPath(job.Target), job.Publishing);
        TargetFile.Guard(job.Target, () => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(partial.Path)!));
        return partial;
    }

    /// <inheritdoc/>
    public void RequireSpace(long needed)
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var free = new DriveInfo(folder).AvailableFreeSpace + BytesThere(_target);
        if (needed > free)
        {
            throw new V2KException(
                $"up to {needed} bytes are required, but {folder} has {free} bytes free",
                "Free some space, or convert to another file system",
                _target);
        }
    }

    /// <inheritdoc/>
    public Checkpoint? Resumable(Checkpoint start) =>
        File.Exists(Path) && Checkpoint.Find(CheckpointPath, start) is { } found && new FileInfo(Path).Length >= found.Layout.End
            ? found
            : null;

    /// <inheritdoc/>
    public TargetFile Open(bool isResumed, CacheMode cache)
    {
        if (!isResumed)
        {
            TargetFile.Guard(_target, Discard);
        }

        return new TargetFile(Path, isResumed ? FileMode.Open : FileMode.Create, cache);
    }

    /// <summary>Flushes the file to the disk and gives it its final name, durably.</summary>
    /// <returns>The bytes that it occupies.</returns>
    public long Publish()
    {
        TargetFile.Guard(_target, () =>
        {
            // One that an earlier version or another program began may be open to others.
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Posix.Flush(Path);
            AtomicFile.Publish(Path, _target, _publishing);
        });
        _published = true;
        File.Delete(CheckpointPath);
        return Posix.Status(_target).AllocatedBytes;
    }

    /// <summary>Removes the file and its checkpoint, so that the next copy starts from the beginning.</summary>
    public void Discard()
    {
        File.Delete(CheckpointPath);
        File.Delete(Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_published && !File.Exists(CheckpointPath))
        {
            File.Delete(Path);
        }
    }
}
