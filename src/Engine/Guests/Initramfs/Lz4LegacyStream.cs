using System.Buffers.Binary;

namespace V2K.Engine.Guests.Initramfs;

/// <summary>
/// Decompresses LZ4's legacy frame, the one that kernels read (lz4/doc/lz4_Frame_format.md, "Legacy frame"): blocks of up to 8 MiB,
/// each behind its compressed length.
/// </summary>
internal sealed class Lz4LegacyStream : ForwardStream
{
    private const uint Magic = 0x184C2102;
    private const int BlockSize = 8 << 20;

    private readonly Stream _source;
    private readonly byte[] _block = new byte[BlockSize];
    private int _length;
    private int _position;
    private bool _ended;

    /// <summary>Takes a stream that stands at the magic number.</summary>
    internal Lz4LegacyStream(Stream source)
    {
        _source = source;
        if (ReadWord() != Magic)
        {
            throw new InvalidDataException("it is not in LZ4's legacy format");
        }
    }

    /// <inheritdoc/>
    protected override int Take(Span<byte> buffer)
    {
        while (_position == _length && !_ended)
        {
            NextBlock();
        }

        var count = Math.Min(buffer.Length, _length - _position);
        _block.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    private uint? ReadWord()
    {
        Span<byte> word = stackalloc byte[4];
        return _source.ReadAtLeast(word, 4, throwOnEndOfStream: false) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(word) : null;
    }

    private void NextBlock()
    {
        var length = ReadWord();
        if (length == Magic)
        {
            return;
        }

        // Nothing marks the end: zeroes, or whatever is no length, is somebody else's.
        if (length is null or 0 or > BlockSize + (BlockSize / 255) + 16)
        {
            _ended = true;
            return;
        }

        var compressed = new byte[length.Value];
        _source.ReadExactly(compressed);
        _length = Decode(compressed, _block);
        _position = 0;
    }

    /// <summary>One block (lz4/doc/lz4_Block_format.md): literals, then a match in what was decoded before, again and again.</summary>
    private static int Decode(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int from = 0, to = 0;
        while (from < source.Length)
        {
            var token = source[from++];
            var literals = RunLength(source, ref from, token >> 4);
            if (literals > source.Length - from || literals > target.Length - to)
            {
                throw new InvalidDataException("LZ4 literals reach beyond their block");
            }

            source.Slice(from, literals).CopyTo(target[to..]);
            from += literals;
            to += literals;
            if (from == source.Length)
            {
                break;
            }

            if (source.Length - from < 2)
            {
                throw new InvalidDataException("an LZ4 match is cut off");
            }

            var distance = BinaryPrimitives.ReadUInt16LittleEndian(source[from..]);
            from += 2;
            var match = RunLength(source, ref from, token & 15) + 4;
            if (distance == 0 || distance > to || match > target.Length - to)
            {
                throw new InvalidDataException("an LZ4 match reaches beyond its block");
            }

            for (var end = to + match; to < end; to++)
            {
                target[to] = target[to - distance];
            }
        }

        return to;
    }

    private static int RunLength(ReadOnlySpan<byte> source, ref int from, int length)
    {
        if (length < 15)
        {
            return length;
        }

        byte more;
        do
        {
            if (from >= source.Length || length > BlockSize)
            {
                throw new InvalidDataException("an LZ4 length is cut off or too long");
            }

            more = source[from++];
            length += more;
        }
        while (more == 255);

        return length;
    }
}
