namespace V2K.Engine.Disks.Verifying;

/// <summary>A converted disk, open for reading; safe for any number of threads.</summary>
internal interface ITargetContent : IDisposable
{
    /// <summary>The size of the disk as the guest sees it, in bytes.</summary>
    long VirtualSize { get; }

    /// <summary>Reads the bytes of the virtual disk at <paramref name="offset"/>.</summary>
    /// <returns>False if nothing is stored there: they are zeroes, and <paramref name="content"/> is as it was.</returns>
    bool Read(Span<byte> content, long offset);
}
