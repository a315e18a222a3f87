using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// The temporary name, beside the final one, under which a target is made. It gets the final name only when it is whole and on the disk;
/// disposed of before that, it is removed.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _target;
    private bool _published;

    private PartialFile(string target)
    {
        _target = target;
        Path = target + AtomicFile.PartialSuffix;
    }

    /// <summary>The temporary name. A file that a crash has left there may be replaced.</summary>
    internal string Path { get; }

    /// <summary>Makes the folders and checks the room; nothing has the temporary name afterwards.</summary>
    /// <param name="target">The final name.</param>
    /// <param name="needed">Bytes that its file system must have free; 0 to skip the check.</param>
    /// <exception cref="V2KException">There is too little room, or no permission.</exception>
    internal static PartialFile Prepare(string target, long needed)
    {
        var partial = new PartialFile(System.IO.Path.GetFullPath(target));
        TargetFile.Guard(target, () =>
        {
            var folder = System.IO.Path.GetDirectoryName(partial.Path)!;
            Directory.CreateDirectory(folder);
            File.Delete(partial.Path);
            var free = new DriveInfo(folder).AvailableFreeSpace;
            if (needed > free)
            {
                throw new V2KException(
                    $"up to {needed} bytes are to be written, but {folder} has {free} bytes free",
                    "Make room, or convert to another file system",
                    target);
            }
        });
        return partial;
    }

    /// <summary>Flushes the file to the disk and gives it its final name, durably.</summary>
    /// <returns>The bytes that it occupies.</returns>
    internal long Publish()
    {
        TargetFile.Guard(_target, () =>
        {
            Posix.Flush(Path);
            AtomicFile.Publish(Path, _target);
        });
        _published = true;
        return Posix.Status(_target).AllocatedBytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_published)
        {
            File.Delete(Path);
        }
    }
}
