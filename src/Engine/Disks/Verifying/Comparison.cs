using V2K.Engine.Disks.Checksums;

namespace V2K.Engine.Disks.Verifying;

/// <summary>
/// Compares two disks with several workers, finds the first difference, and holds both sides against the checksums of the copy. Afterwards
/// the checksums are those of what was found alike.
/// </summary>
/// <param name="source">The disk that was copied.</param>
/// <param name="target">What it became.</param>
/// <param name="checksums">What both held when it was copied; blocks that are not known yet become known.</param>
/// <param name="progress">Told from any thread.</param>
internal sealed class Comparison(DiskImage source, ITargetContent target, ContentChecksums checksums, IProgress<CopyProgress>? progress)
{
    private const int WindowLength = 4 * ContentChecksums.LeafLength;

    private readonly Lock _gate = new();
    private readonly long _unitLength = Math.Max(WindowLength, checksums.BlockLength);
    private long _next;
    private long _bytesCompared;
    private long _firstDifference = long.MaxValue;
    private ChangedSide _changed;

    /// <summary>Bytes that were stored on either side and so were read.</summary>
    internal long BytesCompared => Interlocked.Read(ref _bytesCompared);

    /// <summary>The first byte that differs; null if none does.</summary>
    internal long? FirstDifference => Interlocked.Read(ref _firstDifference) is var first and < long.MaxValue ? first : null;

    /// <summary>Which side has changed where they first differ.</summary>
    internal ChangedSide Changed => _changed;

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
        var pair = new WindowPair(WindowLength);
        try
        {
            while (!stop.IsCancellationRequested && Take() is { } start)
            {
                Compare(start, pair, stop.Token);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    /// <summary>The next unit, whole blocks; they are taken in order, so the first difference is found.</summary>
    private long? Take()
    {
        lock (_gate)
        {
            if (_next >= Math.Min(source.VirtualSize, Interlocked.Read(ref _firstDifference)))
            {
                return null;
            }

            var start = _next;
            _next = Math.Min(source.VirtualSize, start + _unitLength);
            progress?.Report(new CopyProgress(start, source.VirtualSize));
            return start;
        }
    }

    /// <summary>Compares a unit to its end, differences or not: only whole blocks can be held against their checksums.</summary>
    private void Compare(long start, WindowPair pair, CancellationToken stop)
    {
        var end = Math.Min(source.VirtualSize, start + _unitLength);
        var sums = new (ulong Source, ulong Target)[_unitLength / checksums.BlockLength];
        var difference = long.MaxValue;
        for (var at = start; at < end; at += WindowLength)
        {
            if (stop.IsCancellationRequested)
            {
                // Nothing is to be said of half a unit; and why all stop, another worker may have to say.
                return;
            }

            if (!pair.Read(at, (int)Math.Min(WindowLength, end - at), RunsOf(at, end), target))
            {
                continue;
            }

            Interlocked.Add(ref _bytesCompared, pair.Length);
            if (pair.FirstDifference is { } first)
            {
                difference = Math.Min(difference, at + first);
            }

            for (var leaf = 0; leaf < pair.Length; leaf += ContentChecksums.LeafLength)
            {
                var (ofSource, ofTarget) = pair.Checksums(leaf);
                ref var sum = ref sums[(at + leaf - start) / checksums.BlockLength];
                sum = (sum.Source + ofSource, sum.Target + ofTarget);
            }
        }

        Conclude((int)(start / checksums.BlockLength), sums, difference);
    }

    private List<Run> RunsOf(long from, long end)
    {
        lock (_gate)
        {
            return [.. source.Runs(from, Math.Min(end, from + WindowLength)).Where(run => run.Kind is not RunKind.Zero)];
        }
    }

    private void Conclude(int firstBlock, (ulong Source, ulong Target)[] sums, long difference)
    {
        lock (_gate)
        {
            if (difference < _firstDifference)
            {
                var block = (int)(difference / checksums.BlockLength);
                _firstDifference = difference;
                _changed = Judge(sums[block - firstBlock], checksums[block]);
            }
        }

        for (var i = 0; i < sums.Length && firstBlock + i < checksums.Blocks; i++)
        {
            if (sums[i].Source == sums[i].Target)
            {
                checksums.Set(firstBlock + i, sums[i].Source);
            }
        }
    }

    private static ChangedSide Judge((ulong Source, ulong Target) now, ulong? then) =>
        then is null ? ChangedSide.Unknown
        : now.Source == then ? ChangedSide.Target
        : now.Target == then ? ChangedSide.Source
        : ChangedSide.Both;
}
