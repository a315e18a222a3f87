using System.Runtime.InteropServices;

namespace V2K.Engine.Libvirt;

/// <summary>Text that libvirt allocated for its caller.</summary>
internal static class NativeText
{
    /// <summary>Copies the text and gives its memory back.</summary>
    internal static string Take(nint text)
    {
        try
        {
            return Marshal.PtrToStringUTF8(text) ?? "";
        }
        finally
        {
            LibvirtApi.Free(text);
        }
    }
}
