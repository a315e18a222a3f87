using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Interop;

namespace V2K.Engine.Disks.Precopying;

/// <summary>
/// Writes what some layers of a disk hold into a target that holds the layers below already. Nothing else of the target is touched, so doing
/// it twice is doing it once, wherever the first time ended.
/// </summary>
/// <param name="image">The layers: what they do not hold is unallocated.</param>
/// <param name="target">The file, through the page cache: the smallest grains are 512 bytes, and share pages.</param>
/// <param name="start">Where in it the guest's first byte stands. The others follow in their order.</param>
/// <param name="meter">Receives the progress.</param>
/// <param name="checksums">Updated where the content changes.</param>
internal sealed class InPlaceCopy(DiskImage image, TargetFile target, long start, ProgressMeter meter, ContentChecksums checksums)
{
    /// <summary>Zeroes become holes in units of this many bytes, and blocks are shared in them: what file systems allocate.</summary>
    private const int BlockLength = 4096;

    /// <summary>Paces what is read; null for nothing.</summary>
    internal Bandwidth? Bandwidth { get; init; }

    /// <summary>Bytes of stored data that were zeroes.</summary>
    internal long ZeroBytes => Interlocked.Read(ref _zeroBytes);

    private long _zeroBytes;

    /// <summary>Writes everything; the first failure stops all workers and is thrown. The target is yet to be flushed.</summary>
    internal async Task RunAsync(int workers, CancellationToken cancellation)
    {
        foreach (var run in image.Runs().Where(run => run.Kind is not RunKind.Unallocated))
        {
            cancellation.ThrowIfCancellationRequested();
            checksums.LeaveOut(run.Offset, run.End);
            if (run.Kind is RunKind.Zero)
            {
                target.Clear(start + run.Offset, run.Length);
            }
        }

        using var work = WorkPlan.Of(image.Runs(), ParallelCopy.ChunkLength, new Cloner(target, BlockLength)).GetEnumerator();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            () => Work(work, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(tasks);
        cancellation.ThrowIfCancellationRequested();
    }

    private static Work? Take(IEnumerator<Work> work, CancellationToken stop)
    {
        lock (work)
        {
            return !stop.IsCancellationRequested && work.MoveNext() ? work.Current : null;
        }
    }

    private void Work(IEnumerator<Work> work, CancellationTokenSource stop)
    {
        var reader = new ChunkReader();
        var buffer = DirectFile.AllocateMemory(ParallelCopy.ChunkLength);
        try
        {
            while (Take(work, stop.Token) is { } request)
            {
                if (request is Clone clone)
                {
                    Share(clone.Run, buffer, stop.Token);
                }
                else
                {
                    Bandwidth?.Take(request.DataBytes, stop.Token);
                    Copy((Chunk)request, reader, buffer);
                }

                meter.Add(request.DataBytes);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private void Share(in Run run, Span<byte> buffer, CancellationToken stop)
    {
        if (target.TryClone(run.File!, run.Position, run.Length, start + run.Offset))
        {
            return;
        }

        for (var done = 0L; done < run.Length; done += buffer.Length)
        {
            var content = buffer[..(int)Math.Min(buffer.Length, run.Length - done)];
            Bandwidth?.Take(content.Length, stop);
            run.File!.Read(content, run.Position + done);
            target.Write(content, start + run.Offset + done);
        }
    }

    private void Copy(Chunk chunk, ChunkReader reader, Span<byte> buffer)
    {
        var content = buffer[..chunk.Length];
        reader.Read(chunk, content);
        for (var i = 0; i < chunk.Runs.Count;)
        {
            // Neighbours on the disk are written together, wherever their files have them.
            var (from, to) = (chunk.Runs[i].Offset, chunk.Runs[i].End);
            for (i++; i < chunk.Runs.Count && chunk.Runs[i].Offset == to; i++)
            {
                to = chunk.Runs[i].End;
            }

            Put(from, content[(int)(from - chunk.Offset)..(int)(to - chunk.Offset)]);
        }
    }

    private void Put(long offset, ReadOnlySpan<byte> content)
    {
        var head = (int)Math.Min(content.Length, -offset & (BlockLength - 1));
        if (head > 0)
        {
            target.Write(content[..head], start + offset);
        }

        var done = head;
        for (var next = Stretch.Next(content[head..], 0, BlockLength); next is { } stretch;
             next = Stretch.Next(content[head..], stretch.End, BlockLength))
        {
            Clear(done, head + stretch.Start);
            target.Write(content.Slice(head + stretch.Start, stretch.Length), start + offset + head + stretch.Start);
            done = head + stretch.End;
        }

        Clear(done, content.Length);

        void Clear(int from, int to)
        {
            if (from < to)
            {
                target.Clear(start + offset + from, to - from);
                Interlocked.Add(ref _zeroBytes, to - from);
            }
        }
    }
}
