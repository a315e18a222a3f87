using V2K.Engine.Libvirt;

namespace V2K.Engine.State;

/// <summary>
/// Folders of results, which nobody but their owner may list. Where libvirt runs QEMU as a user of its own, others may pass through to a file that they know
/// and may read: QEMU opens its disks itself. A folder that is there already stays as it is.
/// </summary>
internal static class ResultFolder
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passage = Own | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes <paramref name="folder"/> and the folders above it that are missing.</summary>
    /// <param name="folder">The full path.</param>
    /// <param name="libvirt">The libvirt whose QEMU reads what is in it.</param>
    internal static void Make(string folder, LibvirtUri libvirt)
    {
        var missing = new Stack<string>();
        for (var path = folder; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            missing.Push(path);
        }

        foreach (var path in missing)
        {
            var mode = libvirt.HasOwnUser && !path.Split('/').Contains(StateFolder.Name) ? Passage : Own;
            Directory.CreateDirectory(path, mode);

            // The process's mask takes away what others need.
            File.SetUnixFileMode(path, mode);
        }
    }
}
