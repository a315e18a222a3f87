using System.Diagnostics;

namespace V2K.Engine.Disks.Copying;

/// <summary>Adds up what workers have done, and tells it on a few times a second.</summary>
internal sealed class ProgressMeter(IProgress<CopyProgress>? progress, long total)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private long _done;
    private long _lastReport;

    /// <summary>Counts <paramref name="bytes"/> more as done.</summary>
    internal void Add(long bytes)
    {
        var done = Interlocked.Add(ref _done, bytes);
        var last = Interlocked.Read(ref _lastReport);
        if (progress is not null
            && Stopwatch.GetElapsedTime(last) > Pause
            && Interlocked.CompareExchange(ref _lastReport, Stopwatch.GetTimestamp(), last) == last)
        {
            progress.Report(new CopyProgress(done, total));
        }
    }

    /// <summary>Tells that everything is done, once no worker adds any more.</summary>
    internal void Finish() => progress?.Report(new CopyProgress(total, total));
}
