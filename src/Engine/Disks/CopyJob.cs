using V2K.Engine.Datastores;
using V2K.Engine.State;

namespace V2K.Engine.Disks;

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

    /// <summary>Called just before the target, a file, gets its final name.</summary>
    public Publishing? Publishing { get; init; }

    /// <summary>Whether to refuse when the target's file system has less room than the source has data.</summary>
    public bool CheckSpace { get; init; } = true;

    /// <summary>Whether to resume an unfinished copy of the same source, if the engine supports that.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>How much work a crash may cost, where the engine can resume.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What paces it and the other copies of the run, by the native engine; null for nothing.</summary>
    public Bandwidth? Bandwidth { get; init; }

    /// <summary>The shortest time between two progress reports.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(200);
}
