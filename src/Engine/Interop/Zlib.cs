using System.Runtime.InteropServices;
using V2K.Rules;

namespace V2K.Engine.Interop;

/// <summary>
/// A deflate stream of the system's zlib (zlib.h), reused from one piece to the next. .NET's own always looks back 32 KiB; what QEMU inflates
/// must not look back further than 4 KiB.
/// </summary>
internal sealed unsafe partial class Zlib : IDisposable
{
    /// <summary>2^12 bytes of history; negative for a raw stream, without header and checksum.</summary>
    private const int WindowBits = -12;

    private const int DefaultLevel = -1;
    private const int Deflated = 8;
    private const int MaximumMemory = 9;
    private const int Finish = 4;
    private const int StreamEnd = 1;

    private ZStream* _stream;

    /// <summary>Prepares a stream.</summary>
    /// <exception cref="V2KException">The system has no zlib.</exception>
    internal Zlib()
    {
        _stream = (ZStream*)NativeMemory.AllocZeroed((nuint)sizeof(ZStream));
        try
        {
            Require(Initialize(_stream, DefaultLevel, Deflated, WindowBits, MaximumMemory, 0, "1", sizeof(ZStream)));
        }
        catch (DllNotFoundException cause)
        {
            Dispose();
            throw new V2KException(
                "needs the system's zlib (libz.so.1), which is not installed", "Install it (zlib1g, zlib), or choose zstd", key: "--compress=zlib", cause: cause);
        }
    }

    /// <summary>Deflates <paramref name="content"/> into <paramref name="target"/>.</summary>
    /// <returns>How many bytes that takes; 0 if they are more than there is room for.</returns>
    internal int Compress(ReadOnlySpan<byte> content, Span<byte> target)
    {
        Require(Reset(_stream));
        fixed (byte* input = content, output = target)
        {
            _stream->NextIn = input;
            _stream->AvailableIn = (uint)content.Length;
            _stream->NextOut = output;
            _stream->AvailableOut = (uint)target.Length;
            return Deflate(_stream, Finish) == StreamEnd ? target.Length - (int)_stream->AvailableOut : 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stream is not null && _stream->State != 0)
        {
            _ = End(_stream);
        }

        NativeMemory.Free(_stream);
        _stream = null;
    }

    private static void Require(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"zlib says {result}");
        }
    }

    [LibraryImport("libz.so.1", EntryPoint = "deflateInit2_", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Initialize(
        ZStream* stream, int level, int method, int windowBits, int memoryLevel, int strategy, string version, int streamSize);

    [LibraryImport("libz.so.1", EntryPoint = "deflateReset")]
    private static partial int Reset(ZStream* stream);

    [LibraryImport("libz.so.1", EntryPoint = "deflate")]
    private static partial int Deflate(ZStream* stream, int flush);

    [LibraryImport("libz.so.1", EntryPoint = "deflateEnd")]
    private static partial int End(ZStream* stream);
}
