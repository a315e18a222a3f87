using System.Runtime.InteropServices;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>What .NET cannot make in a folder.</summary>
internal static partial class NativeCalls
{
    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFifo(string path, uint mode);
}
