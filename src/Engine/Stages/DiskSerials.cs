using V2K.Engine.Datastores;
using V2K.Engine.Disks.Vmdk;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>
/// Serial numbers of disks, where VMware shows its guests the disks' UUIDs (<c>disk.EnableUUID</c>): <c>6000c29e5a5f54d837738b4d3e42c1ac</c>, or as much of it as the bus
/// has room for. libvirt's <c>wwn</c> has 64 bits and VMware's 128, so no disk can have names made of its WWN.
/// </summary>
internal static class DiskSerials
{
    /// <summary>The serial numbers of <paramref name="disks"/>, by disk. Disks of one VM that would have the same have none: multipathd takes them for one disk.</summary>
    /// <param name="disks">The disks that are converted, with the full paths of their VMDKs.</param>
    /// <param name="paths">Where their files are.</param>
    internal static IReadOnlyDictionary<Disk, string> Of(IEnumerable<KeyValuePair<Disk, string>> disks, DatastorePaths paths)
    {
        var found = new Dictionary<Disk, string>();
        foreach (var (disk, source) in disks)
        {
            if (disk.ShowsUuid && TryRead(source, paths) is { } uuid)
            {
                found.Add(disk, uuid[..Math.Min(uuid.Length, disk.SerialLength)]);
            }
        }

        return found.GroupBy(entry => entry.Value, StringComparer.Ordinal).Where(alike => alike.Count() == 1).SelectMany(alike => alike)
            .ToDictionary(entry => entry.Key, entry => entry.Value);
    }

    /// <summary>Null where there is none, or the descriptor cannot be read: Convert reports why.</summary>
    private static string? TryRead(string source, DatastorePaths paths)
    {
        try
        {
            return SnapshotChain.UuidOf(source, paths);
        }
        catch (V2KException)
        {
            return null;
        }
    }
}
