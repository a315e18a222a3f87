namespace V2K.Engine.Guests.Initramfs;

/// <summary>Somebody else's stream, given to who would close it.</summary>
/// <param name="source">Stays open.</param>
internal sealed class BorrowedStream(Stream source) : ForwardStream
{
    /// <inheritdoc/>
    protected override int Take(Span<byte> buffer) => source.Read(buffer);
}
