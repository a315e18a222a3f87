namespace V2K.Engine.Disks.Copying;

/// <summary>Lays out one format in the target file. What never gets a place reads as zeroes.</summary>
internal interface IDiskWriter
{
    /// <summary>Zeroes are dropped in units of this many bytes, so aligned on the virtual disk; a power of two.</summary>
    int Granule { get; }

    /// <summary>Whether zeroes are put like other bytes: where they would be, something else may stand.</summary>
    bool KeepsZeroes => false;

    /// <summary>Gives bytes of the virtual disk their place in the file, where the caller then puts them. Safe for any number of threads.</summary>
    /// <param name="offset">Where on the virtual disk: a multiple of <see cref="Granule"/>, and asked for only once.</param>
    /// <param name="length">Whole granules; of the last, what is not asked for reads as zeroes.</param>
    /// <returns>The first byte of the place.</returns>
    long Place(long offset, long length);

    /// <summary>Says that bytes of the virtual disk are zeroes, and get no place. Safe for any number of threads.</summary>
    /// <param name="offset">Where on the virtual disk: a multiple of <see cref="Granule"/>.</param>
    /// <param name="length">Whole granules, except at the end of a chunk.</param>
    void Skip(long offset, long length)
    {
        // Most formats have nothing where nothing was put.
    }

    /// <summary>What one worker puts bytes into the file with.</summary>
    IContentSink OpenSink();

    /// <summary>Says that nothing before <paramref name="offset"/> is under way or to come.</summary>
    void Settle(long offset);

    /// <summary>Writes what makes the format whole, once everything is in its place.</summary>
    void Complete();

    /// <summary>What a later writer needs to resume here, while no write is in progress. The file may be made longer, and is yet to be flushed.</summary>
    LayoutState Save();
}

/// <summary>A writer's memory at a checkpoint. All of it is empty for raw images.</summary>
/// <param name="End">The end of what is allocated in the file, in bytes.</param>
/// <param name="L1">The L1 table as it will stand in the file, so far.</param>
/// <param name="OpenTables">The L2 tables that are not yet in the file, by index.</param>
internal sealed record LayoutState(long End, byte[] L1, IReadOnlyDictionary<long, byte[]> OpenTables)
{
    /// <summary>The memory of a writer that has not written anything.</summary>
    internal static readonly LayoutState Empty = new(0, [], new Dictionary<long, byte[]>());

    /// <summary>Where the last compressed cluster ends, in bytes.</summary>
    public long PackEnd { get; init; }

    /// <summary>Where the refcount blocks stand that are in the file, in bytes.</summary>
    public IReadOnlyList<long> Refcounts { get; init; } = [];

    /// <summary>The refcount blocks that are not, by index.</summary>
    public IReadOnlyDictionary<long, byte[]> OpenRefcounts { get; init; } = new Dictionary<long, byte[]>();
}
