using System.Runtime.InteropServices;

namespace V2K.Engine.Interop;

/// <summary>z_stream of zlib.h; uLong is as wide as a pointer on Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZStream
{
    internal byte* NextIn;
    internal uint AvailableIn;
    internal nuint TotalIn;
    internal byte* NextOut;
    internal uint AvailableOut;
    internal nuint TotalOut;
    internal nint Message;
    internal nint State;
    internal nint Allocate;
    internal nint Release;
    internal nint Opaque;
    internal int DataType;
    internal nuint Adler;
    internal nuint Reserved;
}
