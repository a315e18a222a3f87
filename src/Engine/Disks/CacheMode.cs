namespace V2K.Engine.Disks;

/// <summary>Whether a copy goes through the host's page cache: <c>--cache</c>.</summary>
public enum CacheMode
{
    /// <summary>Sources are read through the cache, which may hold them; targets go around it where their file system says how.</summary>
    Auto,

    /// <summary>Sources and targets go through the cache.</summary>
    Buffered,

    /// <summary>Sources and targets go around the cache (O_DIRECT), where their file systems can.</summary>
    Direct,
}
