namespace V2K.Engine.Disks.Verifying;

/// <summary>A raw image; its holes are known without reading them.</summary>
internal sealed class RawContent(DiskFile file) : ITargetContent
{
    /// <inheritdoc/>
    public long VirtualSize => file.Size;

    /// <inheritdoc/>
    public bool Read(Span<byte> content, long offset)
    {
        if (file.NextData(offset) is not { } data || data.Start >= offset + content.Length)
        {
            return false;
        }

        file.Read(content, offset);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
