using V2K.Engine.Guests.Initramfs;
using V2K.Rules;

namespace V2K.Engine.Guests;

/// <summary>A guest while it is worked on: what each step gets.</summary>
/// <param name="files">Its mounted file systems.</param>
/// <param name="names">Its disks' names.</param>
/// <param name="machine">What it will run on.</param>
/// <param name="options">What the administrator wants.</param>
/// <param name="log">Where each change is noted.</param>
public sealed class GuestWork(IGuestFiles files, DeviceNames names, GuestMachine machine, AdjustOptions options, StepLog log)
{
    private readonly Dictionary<string, InitramfsFile> _initramfs = new(StringComparer.Ordinal);

    /// <summary>Its mounted file systems.</summary>
    public IGuestFiles Files { get; } = files;

    /// <summary>Its disks' names.</summary>
    public DeviceNames Names { get; } = names;

    /// <summary>What it will run on.</summary>
    public GuestMachine Machine { get; } = machine;

    /// <summary>What the administrator wants.</summary>
    public AdjustOptions Options { get; } = options;

    /// <summary>Where each change is noted.</summary>
    public StepLog Log { get; } = log;

    /// <summary>The folders where file systems of disks are mounted, <c>/</c> first.</summary>
    public IReadOnlyList<string> MountPoints { get; init; } = ["/"];

    /// <summary>A folder of this host for files too large for memory; gone after the run.</summary>
    public string Scratch { get; init; } = Path.GetTempPath();

    /// <summary>Files that early user space needs as well as the guest itself, by path without a leading slash.</summary>
    public SortedDictionary<string, string> ForInitramfs { get; } = new(StringComparer.Ordinal);

    /// <summary>What the guest calls a device in its fstab, by a name that means nothing any more, and the lasting name of the device that was found for it.</summary>
    public IReadOnlyDictionary<string, string> FoundDevices { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The initramfs at <paramref name="path"/> as it was when a step first asked for it: reading one takes seconds.</summary>
    internal InitramfsFile Initramfs(string path)
    {
        if (!_initramfs.TryGetValue(path, out var image))
        {
            _initramfs[path] = image = InitramfsFile.Read(this, path);
        }

        return image;
    }

    /// <summary>Files, folders and links that were not there before, for who labels them.</summary>
    public SortedSet<string> NewPaths { get; } = new(StringComparer.Ordinal);

    /// <summary>Notes that <paramref name="path"/> is new, and so may be the folder that holds it.</summary>
    public void Touched(string path)
    {
        NewPaths.Add(path);
        NewPaths.Add(Path.GetDirectoryName(path)!);
    }

    /// <summary>Changes a text where it is there, and notes what changed.</summary>
    /// <returns>Whether anything did.</returns>
    public bool Edit(string path, Func<string, string> change)
    {
        if (!Files.IsFile(path))
        {
            return false;
        }

        var before = Files.ReadText(path);
        var after = change(before);
        if (after == before)
        {
            return false;
        }

        Files.WriteText(path, after);
        Log.Changed(path, before, after);
        return true;
    }

    /// <summary>Sees that the file system of <paramref name="path"/> has room for <paramref name="growth"/> bytes more.</summary>
    /// <exception cref="V2KException">It has not.</exception>
    public void RequireSpace(string path, long growth)
    {
        var free = Files.FreeBytes(path);
        if (growth > free)
        {
            throw new V2KException(
                $"needs {ByteSize.Text(growth)} more, and its file system has {ByteSize.Text(free)} free",
                "Remove an old kernel in the guest under VMware, then convert and adjust it again",
                path);
        }
    }

    /// <summary>Writes a text, in folders made as needed, unless it is there already.</summary>
    /// <returns>Whether it was written.</returns>
    public bool Put(string path, string text)
    {
        if (Files.IsFile(path) && Files.ReadText(path) == text)
        {
            return false;
        }

        if (!Files.IsFile(path))
        {
            Touched(path);
        }

        Files.MakeFolder(Path.GetDirectoryName(path)!);
        Files.WriteText(path, text);
        Log.Changed(path, "", text);
        return true;
    }
}
