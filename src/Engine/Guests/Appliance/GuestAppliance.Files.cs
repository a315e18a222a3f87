using System.Text;

namespace V2K.Engine.Guests.Appliance;

/// <summary>The mounted file systems.</summary>
public sealed unsafe partial class GuestAppliance : IGuestFiles
{
    /// <summary>The protocol's limit is 4 MiB, header and all.</summary>
    private const int MaximumMessage = 2 << 20;

    private static readonly LibGuestfs.OneFlag Yes = new() { Bits = 1, Value = 1 };
    private static readonly LibGuestfs.OneFlag No = new() { Bits = 1, Value = 0 };

    /// <inheritdoc/>
    public bool IsFile(string path) => Check(LibGuestfs.IsFile(_g, path, Yes), "stat", path) != 0;

    /// <inheritdoc/>
    public bool IsFolder(string path) => Check(LibGuestfs.IsFolder(_g, path, Yes), "stat", path) != 0;

    /// <inheritdoc/>
    public string? LinkTarget(string path) =>
        Check(LibGuestfs.IsLink(_g, path), "lstat", path) == 0 ? null : TakeString(Check(LibGuestfs.ReadLink(_g, path), "readlink", path));

    /// <inheritdoc/>
    public IReadOnlyList<string> Glob(string pattern)
    {
        var found = TakeList(Check(LibGuestfs.Glob(_g, pattern, No), "glob", pattern));
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <inheritdoc/>
    public long Length(string path)
    {
        var length = LibGuestfs.FileSize(_g, path);
        return length >= 0 ? length : throw Failure("stat", path);
    }

    /// <inheritdoc/>
    public string ReadText(string path) =>
        Encoding.Latin1.GetString(TakeBytes(Check(LibGuestfs.Read(_g, path, out var length), "read", path), length));

    /// <inheritdoc/>
    public byte[] ReadAt(string path, long offset, int count) =>
        TakeBytes(Check(LibGuestfs.ReadAt(_g, path, count, offset, out var length), "read", path), length);

    /// <inheritdoc/>
    public void WriteText(string path, string text)
    {
        fixed (byte* bytes = Encoding.Latin1.GetBytes(text + "\0"))
        {
            Check(LibGuestfs.Write(_g, path, bytes, (nuint)text.Length), "write", path);
        }
    }

    /// <inheritdoc/>
    public void Download(string path, string localPath) => Check(LibGuestfs.Download(_g, path, localPath), "read", path);

    /// <inheritdoc/>
    public void Upload(string localPath, string path) => Check(LibGuestfs.Upload(_g, localPath, path), "write", path);

    /// <inheritdoc/>
    public void WriteAt(string path, long offset, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            fixed (byte* bytes = content)
            {
                var written = Check(LibGuestfs.WriteAt(_g, path, bytes, (nuint)Math.Min(content.Length, MaximumMessage), offset), "write", path);
                content = content[written..];
                offset += written;
            }
        }
    }

    /// <inheritdoc/>
    public void Truncate(string path, long length) => Check(LibGuestfs.Truncate(_g, path, length), "truncate", path);

    /// <inheritdoc/>
    public void MakeFolder(string path) => Check(LibGuestfs.MakeFolder(_g, path), "mkdir", path);

    /// <inheritdoc/>
    public void Remove(string path) => Check(LibGuestfs.Remove(_g, path), "remove", path);

    /// <inheritdoc/>
    public void Move(string path, string newPath) => Check(LibGuestfs.Move(_g, path, newPath), "rename", path);

    /// <inheritdoc/>
    public void Copy(string path, string newPath) => Check(LibGuestfs.Copy(_g, path, newPath), "copy", path);

    /// <inheritdoc/>
    public void Link(string target, string path) => Check(LibGuestfs.Link(_g, target, path), "symlink", path);

    /// <inheritdoc/>
    public void ChangeMode(string path, UnixFileMode mode) => Check(LibGuestfs.ChangeMode(_g, (int)mode, path), "chmod", path);

    /// <inheritdoc/>
    public long FreeBytes(string path)
    {
        // struct guestfs_statvfs: bsize, frsize, blocks, bfree, bavail, …, each 64 bits wide.
        var status = (long*)Check(LibGuestfs.FileSystemStatus(_g, path), "statvfs", path);
        var free = status[1] * status[3];
        LibGuestfs.Free((IntPtr)status);
        return free;
    }

    /// <inheritdoc/>
    public string Run(params string[] command) =>
        TakeString(Check(LibGuestfs.Command(_g, [.. command, null]), command[0]));
}
