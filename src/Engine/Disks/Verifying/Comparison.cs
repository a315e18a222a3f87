using V2K.Engine.Disks.Copying;

namespace V2K.Engine.Disks.Verifying;

/// <summary>Compares two disks window by window with several workers, and finds the first difference.</summary>
internal sealed class Comparison(DiskImage source, ITargetContent target, IProgress<CopyProgress>? progress)
{
    private const int WindowLength = 2 << 20;

    private readonly Lock _gate = new();
    private long _next;
    private long _bytesCompared;
    private long _firstDifference = long.MaxValue;

    /// <summary>Bytes that were stored on either side and so were read.</summary>
    internal long BytesCompared => Interlocked.Read(ref _bytesCompared);

    /// <summary>The first byte that differs; null if none does.</summary>
    internal long? FirstDifference => Interlocked.Read(ref _firstDifference) is var first and < long.MaxValue ? first : null;

    /// <summary>Compares everything up to the first difference.</summary>
    internal async Task RunAsync(int workers, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(
            () => Work(stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(tasks);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Work(CancellationTokenSource stop)
    {
        var reader = new ChunkReader();
        var expected = GC.AllocateUninitializedArray<byte>(WindowLength);
        var actual = GC.AllocateUninitializedArray<byte>(WindowLength);
        try
        {
            while (!stop.IsCancellationRequested && Take() is var (start, runs))
            {
                var length = (int)Math.Min(WindowLength, source.VirtualSize - start);
                Compare(start, runs, reader, expected.AsSpan(0, length), actual.AsSpan(0, length));
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    /// <summary>The next window and what the source stores in it; windows are taken in order, so the first difference is found.</summary>
    private (long Start, List<Run> Runs)? Take()
    {
        lock (_gate)
        {
            if (_next >= Math.Min(source.VirtualSize, Interlocked.Read(ref _firstDifference)))
            {
                return null;
            }

            var start = _next;
            _next = Math.Min(source.VirtualSize, start + WindowLength);
            progress?.Report(new CopyProgress(start, source.VirtualSize));
            return (start, [.. source.Runs(start, _next).Where(run => run.Kind is not RunKind.Zero)]);
        }
    }

    private void Compare(long start, List<Run> runs, ChunkReader reader, Span<byte> expected, Span<byte> actual)
    {
        var isStored = target.Read(actual, start);
        if (!isStored && runs.Count == 0)
        {
            return;
        }

        var filled = 0;
        if (runs.Count > 0)
        {
            var chunk = new Chunk(start, runs);
            filled = chunk.Length;
            reader.Read(chunk, expected[..filled]);
        }

        expected[filled..].Clear();
        if (!isStored)
        {
            actual.Clear();
        }

        Interlocked.Add(ref _bytesCompared, expected.Length);
        var equal = expected.CommonPrefixLength(actual);
        if (equal < expected.Length)
        {
            lock (_gate)
            {
                _firstDifference = Math.Min(_firstDifference, start + equal);
            }
        }
    }
}
