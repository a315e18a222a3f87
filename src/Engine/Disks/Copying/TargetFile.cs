using Microsoft.Win32.SafeHandles;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>A file being written, by any number of threads.</summary>
internal sealed class TargetFile : IDisposable
{
    private readonly string _path;

    /// <summary>Opens the file at <paramref name="path"/>. No one else can open it meanwhile.</summary>
    /// <param name="path">Where it is or will be.</param>
    /// <param name="mode"><see cref="FileMode.Create"/> for an empty file, <see cref="FileMode.Open"/> to go on with what is there.</param>
    internal TargetFile(string path, FileMode mode)
    {
        _path = path;
        SafeFileHandle? handle = null;
        Guard(path, () => handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None));
        Handle = handle!;
    }

    internal SafeFileHandle Handle { get; }

    /// <summary>Sets the length; what is added reads as zeroes and occupies nothing.</summary>
    internal void SetLength(long length) => Guard(_path, () => RandomAccess.SetLength(Handle, length));

    /// <summary>Reserves blocks of the file system; they read as zeroes until they are written, and what is written already stays.</summary>
    internal void Reserve(long position, long length) => Guard(_path, () => Posix.Allocate(Handle, position, length));

    /// <summary>Writes all of <paramref name="bytes"/> at <paramref name="position"/>.</summary>
    internal void Write(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(Handle, bytes, position);
            // The disk works while we read on; otherwise all of it would wait for the flush at the end.
            Posix.BeginWriteback(Handle, position, bytes.Length);
        }
        catch (IOException e)
        {
            throw Failed(_path, e);
        }
    }

    /// <summary>Flushes what was written to the disk.</summary>
    internal void Flush() => Guard(_path, () => RandomAccess.FlushToDisk(Handle));

    /// <summary>Tries something on an empty file beside this one, so on the same file system; it is gone afterwards.</summary>
    internal bool TryOnSibling(Func<SafeFileHandle, bool> attempt)
    {
        var result = false;
        Guard(_path, () =>
        {
            using var sibling = File.OpenHandle(
                _path + "-probe", FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            result = attempt(sibling);
        });
        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    /// <summary>Reports what the system refuses to do to the target at <paramref name="path"/>.</summary>
    internal static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, e);
        }
    }

    private static V2KException Failed(string path, Exception e) => new(
        $"cannot be written: {e.Message}", "Check the folder's permissions and free space, then run again", path, cause: e);
}
