using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>
/// The disks that <c>--skip-extra</c> leaves out: those from which nothing could be started. The disk that the VM boots from stays in any case, a disk that
/// cannot be read too, and all of them where none can be started from.
/// </summary>
internal static class ExtraDisks
{
    /// <summary>Those among <paramref name="disks"/>.</summary>
    /// <param name="disks">A VM's disks, the boot disk first, with the full paths of their VMDKs.</param>
    /// <param name="paths">Where their files are.</param>
    internal static IReadOnlySet<Disk> Among(IReadOnlyList<KeyValuePair<Disk, string>> disks, DatastorePaths paths)
    {
        var marked = disks.ToDictionary(disk => disk.Key, disk => IsMarked(disk.Value, paths));
        return marked.ContainsValue(true) ? disks.Skip(1).Select(disk => disk.Key).Where(disk => !marked[disk]).ToHashSet() : new HashSet<Disk>();
    }

    /// <summary>What to tell about <paramref name="disk"/>.</summary>
    internal static Finding LeftOut(Disk disk) => Finding.Warning(
        $"{disk.VmxDevice} is skipped: it is not bootable, and --skip-extra is set",
        "the guest does not find this disk or the file systems that its fstab mounts from it",
        "Run without --skip-extra, or attach the disk to the domain by hand") with
    { Key = disk.VmxDevice + ".fileName" };

    private static bool IsMarked(string path, DatastorePaths paths)
    {
        try
        {
            return BootMarks.Has(path, paths);
        }
        catch (V2KException)
        {
            // Its conversion reports the error.
            return true;
        }
    }
}
