using V2K.Engine.Interop;

namespace V2K.Engine.Concerns;

/// <summary>The file system that a result goes to.</summary>
/// <param name="Device">Tells file systems apart, see inode(7).</param>
/// <param name="Folder">The nearest folder on the way to the result that exists.</param>
/// <param name="FreeBytes">What may still be written to it, see statvfs(3).</param>
public sealed record TargetVolume(ulong Device, string Folder, long FreeBytes)
{
    /// <summary>The file system of the file <paramref name="path"/>, which need not exist yet; null where it cannot be asked.</summary>
    public static TargetVolume? Of(string path)
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        try
        {
            return folder is null ? null : new TargetVolume(Posix.Status(folder).Device, folder, new DriveInfo(folder).AvailableFreeSpace);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same file system with what is free now.</summary>
    /// <exception cref="IOException">It is no longer there.</exception>
    public TargetVolume Measured() => this with { FreeBytes = new DriveInfo(Folder).AvailableFreeSpace };

    /// <inheritdoc/>
    public bool Equals(TargetVolume? other) => other?.Device == Device;

    /// <inheritdoc/>
    public override int GetHashCode() => Device.GetHashCode();
}
