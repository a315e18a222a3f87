using System.Runtime.InteropServices;

namespace V2K.Engine.Interop;

/// <summary>realpath(3): a path with every symbolic link in it followed, which .NET does for the last part only.</summary>
internal static partial class RealPath
{
    /// <summary>
    /// Follows every link of the full path <paramref name="path"/>. Of a path that does not exist, the part that does
    /// is followed and the rest is kept.
    /// </summary>
    internal static string Of(string path)
    {
        var buffer = Resolve(path, IntPtr.Zero);
        if (buffer == IntPtr.Zero)
        {
            return Path.GetDirectoryName(path) is { } folder ? Path.Combine(Of(folder), Path.GetFileName(path)) : path;
        }

        try
        {
            return Marshal.PtrToStringUTF8(buffer)!;
        }
        finally
        {
            Free(buffer);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial IntPtr Resolve(string path, IntPtr buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    private static partial void Free(IntPtr memory);
}
