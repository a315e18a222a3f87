using V2K.Engine.Disks.Verifying;

namespace V2K.Engine.Disks;

/// <summary>What a comparison found. All sizes are bytes.</summary>
/// <param name="VirtualSize">The size of the source as the guest sees it.</param>
/// <param name="BytesCompared">How many bytes were stored on either side and so were read.</param>
/// <param name="FirstDifference">The first byte of the virtual disk in which source and target differ; null if they are identical.</param>
/// <param name="Elapsed">Wall-clock time.</param>
public sealed record VerifyOutcome(long VirtualSize, long BytesCompared, long? FirstDifference, TimeSpan Elapsed)
{
    /// <summary>Which side has changed since the copy, where they first differ.</summary>
    public ChangedSide Changed { get; init; }

    /// <summary>When both sides were last known to be alike; null if no checksums were recorded.</summary>
    public DateTimeOffset? Recorded { get; init; }

    /// <summary>The checksum of the whole content; null if the two differ.</summary>
    public string? Checksum { get; init; }
}
