using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Rules;
using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Engine.Stages;

/// <summary>
/// The disks that <c>--ignore=missing-disk</c>, <c>rdm</c> and the like leave out: those that cannot be read for that reason. The domain is defined without them,
/// because it would not start with a disk that nobody makes. A disk whose target is there already stays: it was converted before, or somebody put it there.
/// </summary>
internal static class UnreadableDisks
{
    /// <summary>Why a disk cannot be read.</summary>
    private static readonly string[] Reasons =
        [FindingId.MissingDisk, FindingId.CidMismatch, FindingId.UnreadableDisk, FindingId.RawDevice, FindingId.Encryption];

    /// <summary>Why <paramref name="disk"/> is left out; null where it is not. Looks into files only where something is overridden.</summary>
    internal static V2KException? Why(DiskPlacement disk, Config config, DatastorePaths paths)
    {
        if (!Reasons.Any(config.Ignore.Contains) || Path.Exists(disk.Target))
        {
            return null;
        }

        try
        {
            _ = DiskSummary.Read(disk.Source, paths);
            return null;
        }
        catch (V2KException failure)
        {
            return IsIgnored(failure, config) ? failure : null;
        }
    }

    /// <summary>Whether the administrator overrode <paramref name="failure"/> to read a disk.</summary>
    internal static bool IsIgnored(V2KException failure, Config config) => config.Ignore.Contains(failure.Id ?? FindingId.UnreadableDisk);

    /// <summary>What to tell about <paramref name="disk"/>.</summary>
    internal static Finding LeftOut(Disk disk, V2KException failure) => Finding.Warning(
        $"{disk.VmxDevice} is skipped: {failure.What}",
        "the domain is created without the disk: the guest does not find it or the file systems that its fstab mounts from it",
        "Attach a disk to the domain if the guest needs one; an RDM's LUN by attach: under disks: in v2k.yaml") with
    { Id = failure.Id ?? FindingId.UnreadableDisk, Key = disk.VmxDevice + ".fileName" };
}
