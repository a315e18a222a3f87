using Microsoft.Win32.SafeHandles;
using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>A file being written, by any number of threads.</summary>
internal sealed class TargetFile : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    /// <summary>Creates the file at <paramref name="path"/>, or empties it. No one else can open it meanwhile.</summary>
    internal TargetFile(string path)
    {
        _path = path;
        SafeFileHandle? handle = null;
        Guard(path, () => handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None));
        _handle = handle!;
    }

    /// <summary>Sets the length; what is added reads as zeroes and occupies nothing.</summary>
    internal void SetLength(long length) => Guard(_path, () => RandomAccess.SetLength(_handle, length));

    /// <summary>Writes all of <paramref name="bytes"/> at <paramref name="position"/>.</summary>
    internal void Write(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, position);
        }
        catch (IOException e)
        {
            throw Failed(_path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

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
