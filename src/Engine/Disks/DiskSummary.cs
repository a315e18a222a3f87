using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>What there is to know about a disk from its descriptors and headers alone. All sizes are bytes.</summary>
/// <param name="Kind">As VMware calls it (<c>monolithicSparse</c>, <c>vmfs</c>); <c>vmfsSparse over vmfs</c> for a snapshot.</param>
/// <param name="VirtualSize">The size of the disk as the guest sees it.</param>
/// <param name="AllocatedBytes">What its files occupy on the datastore.</param>
/// <param name="SnapshotDepth">The number of snapshots above the base disk; 0 for a disk without.</param>
/// <param name="Files">Every descriptor and extent of the chain, the newest first.</param>
public sealed record DiskSummary(
    string Kind,
    long VirtualSize,
    long AllocatedBytes,
    int SnapshotDepth,
    IReadOnlyList<SourceFile> Files)
{
    /// <summary>What the snapshots' own files occupy, those of the base disk left out.</summary>
    public long SnapshotBytes { get; init; }

    /// <summary>The 32 hexadecimal digits by which a guest may know the disk (ddb.uuid); null where VMware gave it none.</summary>
    public string? Uuid { get; init; }

    /// <summary>Reads it; see <see cref="DiskImage.Open"/>.</summary>
    /// <exception cref="V2KException">The disk is damaged, incomplete or of a kind that is not read.</exception>
    public static DiskSummary Read(string path, IDatastorePaths paths)
    {
        using var image = DiskImage.Open(path, paths);
        return image.Summary;
    }
}
