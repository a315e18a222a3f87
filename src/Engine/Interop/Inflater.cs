using System.Runtime.InteropServices;
using V2K.Rules;

namespace V2K.Engine.Interop;

/// <summary>
/// A raw deflate stream of the system's zlib (zlib.h) that can be entered in the middle: .NET's own only reads from the beginning. It stops after each
/// block, where the next one can be entered later with the history and the bits that are left.
/// </summary>
internal sealed unsafe partial class Inflater : IDisposable
{
    /// <summary>How far a stream looks back, in bytes.</summary>
    internal const int HistoryLength = 32 << 10;

    private const int RawWindowBits = -15;
    private const int Block = 5;
    private const int StreamEnd = 1;
    private const int BufferError = -5;

    private ZStream* _stream;

    /// <summary>Prepares a stream.</summary>
    /// <exception cref="V2KException">The system has no zlib.</exception>
    internal Inflater()
    {
        _stream = (ZStream*)NativeMemory.AllocZeroed((nuint)sizeof(ZStream));
        try
        {
            Require(Initialize(_stream, RawWindowBits, "1", sizeof(ZStream)));
        }
        catch (DllNotFoundException cause)
        {
            Dispose();
            throw new V2KException("needs the system's zlib (libz.so.1) to read a compressed file, which is not installed", "Install it (zlib1g, zlib)", cause: cause);
        }
    }

    /// <summary>Whether the last call came to the end of a block, and what follows can be entered from here.</summary>
    internal bool IsBetweenBlocks => (_stream->DataType & 0xC0) == 0x80;

    /// <summary>Whether the stream has ended.</summary>
    internal bool IsAtEnd { get; private set; }

    /// <summary>How many bits of the last byte of input are still to come.</summary>
    internal int PendingBits => _stream->DataType & 7;

    /// <summary>Begins in the middle.</summary>
    /// <param name="bits">How many bits of <paramref name="lastByte"/>, from the top, come first.</param>
    /// <param name="lastByte">The byte before the input.</param>
    /// <param name="history">The output before, up to <see cref="HistoryLength"/>.</param>
    internal void Enter(int bits, byte lastByte, ReadOnlySpan<byte> history)
    {
        Require(Reset(_stream));
        IsAtEnd = false;
        if (bits > 0)
        {
            Require(Prime(_stream, bits, lastByte >> (8 - bits)));
        }

        if (!history.IsEmpty)
        {
            fixed (byte* bytes = history)
            {
                Require(SetDictionary(_stream, bytes, (uint)history.Length));
            }
        }
    }

    /// <summary>Inflates until input or output are used up, a block ends or the stream does.</summary>
    /// <returns>How much input was taken and output given; null for a damaged stream.</returns>
    internal (int Taken, int Given)? Inflate(ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* from = input, to = output)
        {
            _stream->NextIn = from;
            _stream->AvailableIn = (uint)input.Length;
            _stream->NextOut = to;
            _stream->AvailableOut = (uint)output.Length;
            var result = Run(_stream, Block);
            if (result is not (0 or StreamEnd or BufferError))
            {
                return null;
            }

            IsAtEnd = result == StreamEnd;
            return (input.Length - (int)_stream->AvailableIn, output.Length - (int)_stream->AvailableOut);
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

    [LibraryImport("libz.so.1", EntryPoint = "inflateInit2_", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Initialize(ZStream* stream, int windowBits, string version, int streamSize);

    [LibraryImport("libz.so.1", EntryPoint = "inflateReset")]
    private static partial int Reset(ZStream* stream);

    [LibraryImport("libz.so.1", EntryPoint = "inflatePrime")]
    private static partial int Prime(ZStream* stream, int bits, int value);

    [LibraryImport("libz.so.1", EntryPoint = "inflateSetDictionary")]
    private static partial int SetDictionary(ZStream* stream, byte* dictionary, uint length);

    [LibraryImport("libz.so.1", EntryPoint = "inflate")]
    private static partial int Run(ZStream* stream, int flush);

    [LibraryImport("libz.so.1", EntryPoint = "inflateEnd")]
    private static partial int End(ZStream* stream);
}
