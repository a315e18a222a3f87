using V2K.Engine.Disks.Checksums;

namespace V2K.Engine.Disks;

/// <summary>What a finished copy did. All sizes are bytes.</summary>
/// <param name="VirtualSize">The size of the disk as the guest sees it.</param>
/// <param name="DataBytes">Bytes of the virtual disk for which the source stores something.</param>
/// <param name="ZeroBytes">Those among them that turned out to be zeroes and were dropped, where the engine knows.</param>
/// <param name="TargetBytes">What the target occupies on its file system.</param>
/// <param name="Elapsed">Wall-clock time, opening and flushing included.</param>
/// <param name="Files">The files that were read, as they were when they were opened.</param>
public sealed record CopyOutcome(
    long VirtualSize,
    long DataBytes,
    long ZeroBytes,
    long TargetBytes,
    TimeSpan Elapsed,
    IReadOnlyList<SourceFile> Files)
{
    /// <summary>Offset on the virtual disk, in bytes, at which an earlier, unfinished copy was resumed; 0 for a copy from the beginning.</summary>
    public long ResumedAt { get; init; }

    /// <summary>How the copy was made otherwise than was asked for; null if it was not.</summary>
    public string? Note { get; init; }

    /// <summary>Checksums of what was copied; null from an engine that does not make any.</summary>
    public ContentChecksums? Checksums { get; init; }
}
