namespace V2K.Engine.Guests.Initramfs;

/// <summary>An initramfs of a guest, taken apart.</summary>
/// <param name="Length">Where it ends, without what V2K appended before.</param>
/// <param name="Image">What is in it; null where that cannot be read.</param>
internal sealed record InitramfsFile(long Length, InitramfsImage? Image)
{
    /// <summary>Reads the one at <paramref name="path"/>.</summary>
    internal static InitramfsFile Read(GuestWork guest, string path)
    {
        var local = Path.Combine(guest.Scratch, Path.GetRandomFileName());
        guest.Files.Download(path, local);
        try
        {
            using var file = File.OpenRead(local);
            var length = AppendedArchive.OriginalLength(file);
            return new InitramfsFile(length, InitramfsImage.TryRead(file, length));
        }
        finally
        {
            File.Delete(local);
        }
    }
}
