using V2K.Engine.Disks;

namespace V2K.Engine.Concerns;

/// <summary>Whether a target can share blocks with its source, told from the file systems alone: nothing is tried.</summary>
internal static class CloneSupport
{
    /// <summary>Those of Linux whose files can share blocks; XFS can since 2018, where its maker left reflink on.</summary>
    private static readonly string[] FileSystems = ["btrfs", "xfs", "bcachefs", "ocfs2"];

    /// <summary>Whether the data of <paramref name="disk"/> need not be copied to reach <paramref name="target"/>.</summary>
    internal static bool Between(DiskSummary disk, TargetVolume? target) =>
        target is not null
        && !disk.Kind.Contains("streamOptimized", StringComparison.Ordinal)
        && Between(disk.Files[0].Path, target);

    /// <summary>Whether the files beside <paramref name="source"/> can share blocks with files on <paramref name="target"/>.</summary>
    internal static bool Between(string source, TargetVolume target) =>
        TargetVolume.Of(source) == target
        && FileSystems.Contains(new DriveInfo(target.Folder).DriveFormat, StringComparer.OrdinalIgnoreCase);
}
