using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace V2K.Engine.Interop;

/// <summary>The system calls that .NET does not offer. Each is named after its manual page in section 2.</summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int OpenDirectory = 0x10000;
    private const int CloseOnExec = 0x80000;

    /// <summary>fsync(2) on a folder: makes a rename inside it durable.</summary>
    internal static void FlushFolder(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, ReadOnly | OpenDirectory | CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid || FSync(handle) != 0)
        {
            throw new IOException($"cannot flush the folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);
}
