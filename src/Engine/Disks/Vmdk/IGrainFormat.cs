namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// The way one kind of sparse extent finds its grains. All of them have a grain directory (GD) whose entries (GDEs) point to grain tables (GTs)
/// whose entries (GTEs) point to grains; they differ in widths, units and special values. Numbers are bytes unless said otherwise.
/// </summary>
internal interface IGrainFormat
{
    /// <summary>The length of the extent.</summary>
    long Capacity { get; }

    /// <summary>What one grain covers.</summary>
    int GrainLength { get; }

    /// <summary>Entries in a grain table.</summary>
    int EntriesPerTable { get; }

    /// <summary>The width of an entry of directory and tables: 4 or 8.</summary>
    int EntryWidth { get; }

    /// <summary>Where the grain directory starts; checked to lie in the file.</summary>
    long DirectoryPosition { get; }

    /// <summary>Where the grain table of a directory entry starts; null where it has none, and so none of its grains is stored.</summary>
    long? TablePosition(ulong entry, DiskFile file);

    /// <summary>What a grain table entry says.</summary>
    Grain Decode(ulong entry, DiskFile file);
}
