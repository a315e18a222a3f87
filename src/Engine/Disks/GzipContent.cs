using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks;

/// <summary>
/// A compressed file (gzip, RFC 1952), read where it lies. It is inflated once from end to end, and places noted on the way from which
/// it can be entered again: reading anywhere inflates no more than lies between two of them.
/// </summary>
internal sealed class GzipContent : IFileContent
{
    private const int PieceLength = 1 << 20;

    /// <summary>Pieces kept: several threads read near each other.</summary>
    private const int KeptPieces = 24;

    private readonly DiskFile _file;
    private readonly GzipIndex _index;
    private readonly Lock _reading = new();
    private readonly OrderedDictionary<long, byte[]> _pieces = [];
    private readonly Inflater _inflater = new();
    private readonly byte[] _input = new byte[64 << 10];
    private readonly byte[] _skipped = new byte[256 << 10];

    /// <summary>The present position of the stream, in the inflated file and in the compressed one; -1 before the first read.</summary>
    private long _position = -1;
    private long _source;

    private GzipContent(DiskFile file, GzipIndex index) => (_file, _index) = (file, index);

    /// <inheritdoc/>
    public long Length => _index.Length;

    /// <summary>Whether <paramref name="file"/> begins like gzip.</summary>
    internal static bool Matches(DiskFile file)
    {
        Span<byte> start = stackalloc byte[3];
        if (file.Size < start.Length)
        {
            return false;
        }

        file.Read(start, 0);
        return start.SequenceEqual<byte>([0x1F, 0x8B, 8]);
    }

    /// <summary>Opens <paramref name="file"/>, which is disposed of with this.</summary>
    /// <exception cref="V2KException">The file is damaged.</exception>
    internal static GzipContent Open(DiskFile file) => new(file, GzipIndex.Of(file));

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long position)
    {
        if (position >= Length)
        {
            return 0;
        }

        lock (_reading)
        {
            var piece = Piece(position / PieceLength);
            var inside = (int)(position % PieceLength);
            var count = Math.Min(buffer.Length, piece.Length - inside);
            piece.AsSpan(inside, count).CopyTo(buffer);
            return count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inflater.Dispose();
        _file.Dispose();
    }

    private byte[] Piece(long number)
    {
        if (_pieces.TryGetValue(number, out var piece))
        {
            return piece;
        }

        var start = number * PieceLength;
        piece = new byte[Math.Min(PieceLength, Length - start)];
        var entry = _index.Before(start);
        if (_position < 0 || _position > start || entry.Position > _position)
        {
            (_position, _source) = (entry.Position, entry.Source);
            _inflater.Enter(entry.Bits, entry.LastByte, entry.History);
        }

        while (_position < start)
        {
            Inflate(_skipped.AsSpan(0, (int)Math.Min(_skipped.Length, start - _position)));
        }

        Inflate(piece);
        if (_pieces.Count >= KeptPieces)
        {
            _pieces.RemoveAt(0);
        }

        _pieces.Add(number, piece);
        return piece;
    }

    /// <summary>Fills <paramref name="output"/> with what comes next. A member that ends is followed by another, as the index has seen.</summary>
    private void Inflate(Span<byte> output)
    {
        while (!output.IsEmpty)
        {
            if (_inflater.IsAtEnd)
            {
                var next = _index.Before(_position);
                if (next.Position != _position)
                {
                    throw GzipIndex.Damaged(_file, _source);
                }

                _source = next.Source;
                _inflater.Enter(0, 0, []);
            }

            var input = _input.AsSpan(0, (int)Math.Min(_input.Length, _file.Size - _source));
            _file.Read(input, _source);
            if (_inflater.Inflate(input, output) is not var (taken, given) || (taken == 0 && given == 0 && !_inflater.IsAtEnd))
            {
                throw GzipIndex.Damaged(_file, _source);
            }

            (_source, _position) = (_source + taken, _position + given);
            output = output[given..];
        }
    }
}
