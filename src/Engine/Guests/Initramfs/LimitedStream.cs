namespace V2K.Engine.Guests.Initramfs;

/// <summary>Lets no more than so many bytes through: a few megabytes can decompress to a disk full.</summary>
/// <param name="source">What is read.</param>
/// <param name="limit">How many bytes it may give.</param>
internal sealed class LimitedStream(Stream source, long limit) : ForwardStream
{
    private long _left = limit;

    /// <inheritdoc/>
    protected override int Take(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        _left -= read;
        return _left >= 0 ? read : throw new InvalidDataException("its decompressed content is too large");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }
}
