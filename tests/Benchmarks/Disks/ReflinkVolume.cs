namespace V2K.Benchmarks.Disks;

/// <summary>A file with an XFS in it, mounted while it is needed: a file system that can share blocks, wherever the benchmark runs.</summary>
internal sealed class ReflinkVolume : IDisposable
{
    private const long Bytes = 30L << 30;

    private ReflinkVolume(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    internal string Folder { get; }

    /// <summary>Mounts it below <paramref name="folder"/>; null where that takes a root that we are not.</summary>
    internal static ReflinkVolume? Mount(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var image = Path.Combine(folder, "xfs.img");
        var mounted = Directory.CreateDirectory(Path.Combine(folder, "xfs")).FullName;
        if (File.ReadLines("/proc/mounts").Any(line => line.Split(' ')[1] == mounted))
        {
            // A killed run could not.
            Shell.Run("umount", mounted);
        }

        if (!File.Exists(image))
        {
            using (var file = File.Create(image))
            {
                file.SetLength(Bytes);
            }

            Shell.Run("mkfs.xfs", "-q", "-m", "reflink=1", image);
        }

        Shell.Run("mount", "-o", "loop", image, mounted);
        return new ReflinkVolume(mounted);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Shell.Run("umount", Folder);
        Directory.Delete(Folder);
        File.Delete(Folder + ".img");
    }
}
