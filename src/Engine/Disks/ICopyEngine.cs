using System.Runtime.InteropServices;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>What <c>--engine</c> chooses: an <see cref="ICopyEngine"/>, or virt-v2v, which converts the disks of a VM together.</summary>
public interface IConversionEngine
{
    /// <summary>The name under which <c>--engine</c> chooses it.</summary>
    string Name { get; }
}

/// <summary>Copies one virtual disk. The native engine and external programs stand behind this seam.</summary>
public interface ICopyEngine : IConversionEngine
{
    /// <summary>
    /// Copies a disk, snapshots flattened, to a file that gets its final name only when it is whole and on the disk. A copy that
    /// fails or is cancelled leaves whatever had the name before.
    /// </summary>
    /// <param name="job">What to copy, to where and how.</param>
    /// <param name="progress">Told from any thread, as often as the job says.</param>
    /// <param name="cancellation">
    /// Stops the copy within about a second, and the time it takes to flush what was written where the engine can go on from there.
    /// </param>
    /// <exception cref="V2KException">The source is damaged or not a disk we read, or the target cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation);
}

/// <summary>A disk to copy.</summary>
/// <param name="Source">The VMDK: a descriptor, or a sparse extent with the descriptor in it. Already resolved.</param>
/// <param name="Paths">Resolves, and keeps within the datastores, what the descriptor names.</param>
/// <param name="Target">The file to make; it is replaced if it exists. Or a block device, for the native engine.</param>
/// <param name="Format">Its format.</param>
public sealed record CopyJob(string Source, IDatastorePaths Paths, string Target, DiskFormat Format)
{
    /// <summary>How many processors' worth of work may be under way at once; 1 or more.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>The qcow2 cluster size in bytes: a power of two from 4 KiB to 2 MiB.</summary>
    public int ClusterSize { get; init; } = 64 * 1024;

    /// <summary>How the clusters are compressed; qcow2 only.</summary>
    public Compression Compression { get; init; }

    /// <summary>What of the target has its place from the start. Metadata is qcow2's only, and none goes with compression.</summary>
    public Preallocation Preallocation { get; init; }

    /// <summary>Where the checksums of what was copied are kept; null for nowhere.</summary>
    public string? ChecksumPath { get; init; }

    /// <summary>Whether the copy goes through this host's page cache.</summary>
    public CacheMode Cache { get; init; }

    /// <summary>Where a checkpoint is kept that cannot lie beside its target, a block device; null for beside it.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Is told when the target, a file, is about to get its final name.</summary>
    public Publishing? Publishing { get; init; }

    /// <summary>Whether to refuse when the target's file system has less room than the source has data.</summary>
    public bool CheckSpace { get; init; } = true;

    /// <summary>Whether to go on with an unfinished copy of the same source, where the engine can.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>How much work a crash may cost, where the engine can resume.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often progress is told, at most.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>How far a copy has come, in bytes of the virtual disk that carry data.</summary>
/// <param name="Done">Copied so far.</param>
/// <param name="Total">To copy in all; 0 for an empty disk.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CopyProgress(long Done, long Total);

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
    /// <summary>Where on the virtual disk an earlier, unfinished copy was gone on with; 0 for a copy from the beginning.</summary>
    public long ResumedAt { get; init; }

    /// <summary>How the copy was made otherwise than was asked for; null if it was not.</summary>
    public string? Note { get; init; }

    /// <summary>Checksums of what was copied; null from an engine that does not make any.</summary>
    public ContentChecksums? Checksums { get; init; }
}
