namespace V2K.Engine.State;

/// <summary>What tells one state of a file from another without reading it.</summary>
/// <param name="Length">Its size in bytes.</param>
/// <param name="ModifiedTicks">Its time of change in 100 ns ticks, UTC.</param>
public readonly record struct FileStamp(long Length, long ModifiedTicks)
{
    /// <summary>The stamp of <paramref name="path"/>; null where there is no such file.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : null;
    }
}
