using System.Diagnostics;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Interop;

namespace V2K.Engine.Disks.Copying;

/// <summary>
/// Copies all of a disk with several workers. They take requests in the order of the disk, so that reads and writes stay near to
/// sequential, and each reads, drops zeroes and writes on its own: while one waits for a write, others read ahead.
/// </summary>
/// <param name="work">The requests, in the order of the disk.</param>
/// <param name="chunkLength">The length of the longest <see cref="Chunk"/> among them, in bytes.</param>
/// <param name="target">The file to fill.</param>
/// <param name="writer">Lays it out.</param>
/// <param name="cloner">Shares blocks.</param>
/// <param name="meter">Receives the progress.</param>
/// <param name="checksums">Get to see what is copied, and told what is shared unseen.</param>
/// <param name="checkpoint">
/// Is called now and then, and once more when the copy is cancelled, while nothing is under way, with the offset before which everything is in the target, and the zeroes dropped.
/// </param>
internal sealed class ParallelCopy(
    IEnumerator<Work> work,
    int chunkLength,
    TargetFile target,
    IDiskWriter writer,
    Cloner cloner,
    ProgressMeter meter,
    ContentChecksums checksums,
    Action<long, long> checkpoint)
{
    /// <summary>
    /// The bytes of the virtual disk that a worker handles at a time, unless a cluster is larger. What is read is searched for zeroes and written while it
    /// is still in the processor's cache: 2 MiB took twice the processor time. A multiple of a leaf of <see cref="ContentChecksums"/>.
    /// </summary>
    internal const int ChunkLength = 512 << 10;

    /// <summary>How many requests for each worker may lie behind one that is not done: a crash costs them all, however often there are checkpoints.</summary>
    private const int AheadOfSlowest = 16;

    private readonly object _gate = new();

    /// <summary>What workers have taken, in the order of the disk; finished requests are taken out from the front.</summary>
    private readonly Queue<Ticket> _taken = new();

    /// <summary>Everything before this byte of the virtual disk is in the target.</summary>
    private long _settled;

    private int _mostTaken;
    private long _saved;
    private long _checkpointTime = Stopwatch.GetTimestamp();
    private long _zeroBytes;

    /// <summary>The time between checkpoints.</summary>
    internal required TimeSpan CheckpointInterval { get; init; }

    /// <summary>Paces what is read; null for nothing.</summary>
    internal Bandwidth? Bandwidth { get; init; }

    /// <summary>Bytes of stored data that were zeroes and have been dropped.</summary>
    internal long ZeroBytes => Interlocked.Read(ref _zeroBytes);

    /// <summary>Copies everything; the first failure stops all workers and is thrown.</summary>
    internal async Task RunAsync(int workers, CancellationToken cancellation)
    {
        _mostTaken = AheadOfSlowest * workers;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            () => Work(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(tasks);
        if (cancellation.IsCancellationRequested && _settled > _saved)
        {
            // Every worker has finished what it had begun: nothing of it needs to be copied again.
            checkpoint(_settled, ZeroBytes);
        }

        cancellation.ThrowIfCancellationRequested();
    }

    private void Work(CancellationTokenSource stop)
    {
        var reader = new ChunkReader();
        var buffer = DirectFile.AllocateMemory(chunkLength);
        try
        {
            using var sink = writer.OpenSink();
            while (Take(stop.Token) is { } ticket)
            {
                if (ticket.Work is Clone clone)
                {
                    Share(clone.Run, buffer, stop.Token);
                }
                else
                {
                    Bandwidth?.Take(ticket.Work.DataBytes, stop.Token);
                    Copy((Chunk)ticket.Work, reader, buffer, sink);
                }

                Finish(ticket);
            }
        }
        catch
        {
            stop.Cancel();
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }

            throw;
        }
    }

    private bool IsCheckpointDue => _settled > _saved && Stopwatch.GetElapsedTime(_checkpointTime) >= CheckpointInterval;

    private Ticket? Take(CancellationToken stop)
    {
        lock (_gate)
        {
            while (((IsCheckpointDue && _taken.Count > 0) || _taken.Count >= _mostTaken) && !stop.IsCancellationRequested)
            {
                // What is under way must be in the target first.
                Monitor.Wait(_gate);
            }

            if (IsCheckpointDue && !stop.IsCancellationRequested)
            {
                checkpoint(_settled, ZeroBytes);
                _saved = _settled;
                _checkpointTime = Stopwatch.GetTimestamp();
                Monitor.PulseAll(_gate);
            }

            if (stop.IsCancellationRequested || !work.MoveNext())
            {
                return null;
            }

            var ticket = new Ticket(work.Current);
            _taken.Enqueue(ticket);
            return ticket;
        }
    }

    private void Copy(Chunk chunk, ChunkReader reader, Span<byte> buffer, IContentSink sink)
    {
        var content = buffer[..chunk.Length];
        reader.Read(chunk, content);
        checksums.Add(chunk.Offset, content);
        if (writer.KeepsZeroes)
        {
            sink.Put(chunk.Offset, content);
            return;
        }

        var (written, end) = (0L, 0);
        for (var next = Stretch.Next(content, 0, writer.Granule); next is { } stretch;
             next = Stretch.Next(content, end, writer.Granule))
        {
            Skip(end, stretch.Start);
            sink.Put(chunk.Offset + stretch.Start, content.Slice(stretch.Start, stretch.Length));
            written += stretch.Length;
            end = stretch.End;
        }

        Skip(end, content.Length);
        Interlocked.Add(ref _zeroBytes, Math.Max(0, chunk.DataBytes - written));

        void Skip(int from, int to)
        {
            if (to > from)
            {
                writer.Skip(chunk.Offset + from, to - from);
            }
        }
    }

    private void Share(in Run run, Span<byte> buffer, CancellationToken stop)
    {
        checksums.LeaveOut(run.Offset, run.End);
        var position = writer.Place(run.Offset, run.Length);
        if (cloner.TryClone(run, position))
        {
            return;
        }

        for (var done = 0L; done < run.Length; done += buffer.Length)
        {
            var content = buffer[..(int)Math.Min(buffer.Length, run.Length - done)];
            Bandwidth?.Take(content.Length, stop);
            run.File!.Read(content, run.Position + done);
            target.Write(content, position + done);
        }
    }

    private void Finish(Ticket ticket)
    {
        lock (_gate)
        {
            ticket.IsDone = true;
            var wasFull = _taken.Count >= _mostTaken;
            while (_taken.TryPeek(out var first) && first.IsDone)
            {
                _settled = _taken.Dequeue().Work.End;
            }

            writer.Settle(_settled);
            if (_taken.Count == 0 || (wasFull && _taken.Count < _mostTaken))
            {
                Monitor.PulseAll(_gate);
            }
        }

        meter.Add(ticket.Work.DataBytes);
    }

    private sealed class Ticket(Work work)
    {
        internal Work Work => work;

        internal bool IsDone { get; set; }
    }
}
