using System.IO.Compression;

namespace V2K.Engine.Disks.Copying;

/// <summary>The inflater that comes with .NET.</summary>
internal sealed class SystemInflater : IInflater
{
    private byte[] _deflated = [];
    private byte[] _content = [];

    /// <inheritdoc/>
    public int? Inflate(ReadOnlySpan<byte> deflated, Span<byte> content)
    {
        Array.Resize(ref _deflated, Math.Max(_deflated.Length, deflated.Length));
        Array.Resize(ref _content, Math.Max(_content.Length, content.Length));
        deflated.CopyTo(_deflated);

        // CopyTo gives all of the input and room for all of the output to the inflater in one call. Reading would do it in pieces of
        // 8 KiB, with 32 KiB of history put aside after each.
        using var memory = new MemoryStream(_deflated, 0, deflated.Length, writable: false);
        using var stream = new ZLibStream(memory, CompressionMode.Decompress);
        using var inflated = new MemoryStream(_content, 0, content.Length, writable: true);
        try
        {
            stream.CopyTo(inflated, content.Length + 1);
        }
        catch (NotSupportedException)
        {
            return null;
        }

        var length = (int)inflated.Position;
        _content.AsSpan(0, length).CopyTo(content);
        return length;
    }
}
