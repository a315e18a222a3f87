namespace V2K.Engine.Disks.Copying;

/// <summary>
/// Copies every chunk of a disk with several workers. They take chunks in the order of the disk, so that reads and writes stay near to
/// sequential, and each reads, drops zeroes and writes on its own: while one waits for a write, others read ahead.
/// </summary>
internal sealed class ParallelCopy : IDisposable
{
    /// <summary>The bytes of the virtual disk that a worker handles at a time; no smaller than the largest qcow2 cluster.</summary>
    private const int ChunkLength = 2 << 20;

    private readonly IEnumerator<Chunk> _chunks;
    private readonly IDiskWriter _writer;
    private readonly ProgressMeter _meter;
    private readonly Lock _gate = new();

    /// <summary>Chunks that workers have taken, in the order of the disk; finished ones are taken out from the front.</summary>
    private readonly Queue<Ticket> _taken = new();

    private long _zeroBytes;

    internal ParallelCopy(DiskImage image, IDiskWriter writer, ProgressMeter meter)
    {
        _chunks = Chunk.Split(image.Runs(), ChunkLength).GetEnumerator();
        _writer = writer;
        _meter = meter;
    }

    /// <summary>Bytes of stored data that were zeroes and have been dropped.</summary>
    internal long ZeroBytes => Interlocked.Read(ref _zeroBytes);

    /// <summary>Copies everything; the first failure stops all workers and is thrown.</summary>
    internal async Task RunAsync(int workers, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            () => Work(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(tasks);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <inheritdoc/>
    public void Dispose() => _chunks.Dispose();

    private void Work(CancellationTokenSource stop)
    {
        var reader = new ChunkReader();
        var buffer = GC.AllocateUninitializedArray<byte>(ChunkLength);
        try
        {
            while (!stop.IsCancellationRequested && Take() is { } ticket)
            {
                Copy(ticket.Chunk, reader, buffer);
                Finish(ticket);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private Ticket? Take()
    {
        lock (_gate)
        {
            if (!_chunks.MoveNext())
            {
                return null;
            }

            var ticket = new Ticket(_chunks.Current);
            _taken.Enqueue(ticket);
            return ticket;
        }
    }

    private void Copy(Chunk chunk, ChunkReader reader, byte[] buffer)
    {
        var content = buffer.AsSpan(0, chunk.Length);
        reader.Read(chunk, content);
        var written = 0L;
        for (var next = Stretch.Next(content, 0, _writer.Granule); next is { } stretch;
             next = Stretch.Next(content, stretch.End, _writer.Granule))
        {
            _writer.Write(chunk.Offset + stretch.Start, content.Slice(stretch.Start, stretch.Length));
            written += stretch.Length;
        }

        Interlocked.Add(ref _zeroBytes, Math.Max(0, chunk.DataBytes - written));
    }

    private void Finish(Ticket ticket)
    {
        lock (_gate)
        {
            ticket.IsDone = true;
            while (_taken.TryPeek(out var first) && first.IsDone)
            {
                _taken.Dequeue();
                _writer.Settle(first.Chunk.Offset + ChunkLength);
            }
        }

        _meter.Add(ticket.Chunk.DataBytes);
    }

    private sealed class Ticket(Chunk chunk)
    {
        internal Chunk Chunk => chunk;

        internal bool IsDone { get; set; }
    }
}
