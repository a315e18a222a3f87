using System.Text;

namespace V2K.Engine.Disks;

/// <summary>The bytes of a file that is nowhere: a descriptor that an export's description stands for.</summary>
internal sealed class MemoryContent(string text) : IFileContent
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

    /// <inheritdoc/>
    public long Length => _bytes.Length;

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long position)
    {
        var rest = _bytes.AsSpan((int)Math.Min(position, _bytes.Length));
        var count = Math.Min(buffer.Length, rest.Length);
        rest[..count].CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
