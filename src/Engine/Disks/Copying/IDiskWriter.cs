namespace V2K.Engine.Disks.Copying;

/// <summary>Writes one format. What is never written reads as zeroes.</summary>
internal interface IDiskWriter
{
    /// <summary>Zeroes are dropped in units of this many bytes, so aligned on the virtual disk; a power of two.</summary>
    int Granule { get; }

    /// <summary>Writes bytes of the virtual disk. Safe for any number of threads on different places.</summary>
    /// <param name="offset">Where on the virtual disk: a multiple of <see cref="Granule"/>.</param>
    /// <param name="content">Whole granules, except at the end of the disk.</param>
    void Write(long offset, ReadOnlySpan<byte> content);

    /// <summary>Says that nothing before <paramref name="offset"/> will be written any more.</summary>
    void Settle(long offset);

    /// <summary>Writes what makes the format whole, once every write is done.</summary>
    void Complete();
}
