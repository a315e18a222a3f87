namespace V2K.Engine.Disks;

/// <summary>How the clusters of a qcow2 image are compressed: <c>--compress</c>. The guest may write to it all the same; what it writes is not compressed.</summary>
public enum Compression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Deflate; every QEMU reads it.</summary>
    Zlib,

    /// <summary>Zstandard: faster and smaller; QEMU 5.1 and later read it.</summary>
    Zstd,
}
