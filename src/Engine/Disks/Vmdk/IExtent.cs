namespace V2K.Engine.Disks.Vmdk;

/// <summary>A piece of a virtual disk, as one line of the descriptor declares it. Offsets are bytes from the extent's own start.</summary>
internal interface IExtent
{
    /// <summary>Its length in bytes.</summary>
    long Length { get; }

    /// <summary>The file that holds it; null for one that is not stored.</summary>
    DiskFile? File { get; }

    /// <summary>The longest run it knows that starts at <paramref name="offset"/> and ends no later than <paramref name="limit"/>.</summary>
    Run RunAt(long offset, long limit);
}
