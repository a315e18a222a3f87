using System.Text;

namespace V2K.Engine.CutOvers.Hooks;

/// <summary>Keeps the last bytes that a program writes: one that writes without end must not fill the memory.</summary>
internal sealed class TailOfOutput : Stream
{
    /// <summary>Enough for an error message.</summary>
    private const int Limit = 4096;

    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[Limit];
    private long _written;

    /// <summary>The last of what was written, decoded as UTF-8, on one line.</summary>
    internal string Text
    {
        get
        {
            lock (_gate)
            {
                var length = (int)Math.Min(_written, Limit);
                var tail = new byte[length];
                for (var i = 0; i < length; i++)
                {
                    tail[i] = _ring[(_written - length + i) % Limit];
                }

                return string.Join(" / ", Encoding.UTF8.GetString(tail).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            }
        }
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _written;

    /// <inheritdoc/>
    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            var last = buffer.AsSpan(offset, count);
            _written += Math.Max(0, count - Limit);
            foreach (var value in last[Math.Max(0, count - Limit)..])
            {
                _ring[_written++ % Limit] = value;
            }
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
