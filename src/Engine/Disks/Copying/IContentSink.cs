namespace V2K.Engine.Disks.Copying;

/// <summary>Where a worker puts what it has read. One for each worker: it may own buffers.</summary>
internal interface IContentSink : IDisposable
{
    /// <summary>Puts bytes of the virtual disk into the target.</summary>
    /// <param name="offset">Where on the virtual disk: a multiple of the writer's granule, and put only once.</param>
    /// <param name="content">Whole granules, except at the end of a chunk.</param>
    void Put(long offset, ReadOnlySpan<byte> content);
}

/// <summary>Puts bytes into the place that the writer has for them, as they are.</summary>
/// <param name="target">The file.</param>
/// <param name="writer">Knows the place.</param>
internal sealed class PlainSink(TargetFile target, IDiskWriter writer) : IContentSink
{
    /// <inheritdoc/>
    public void Put(long offset, ReadOnlySpan<byte> content) => target.Write(content, writer.Place(offset, content.Length));

    /// <inheritdoc/>
    public void Dispose()
    {
        // Owns nothing.
    }
}
