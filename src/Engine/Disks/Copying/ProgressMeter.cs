using System.Diagnostics;

namespace V2K.Engine.Disks.Copying;

/// <summary>Adds up what workers have done, and tells it on now and then.</summary>
internal sealed class ProgressMeter(IProgress<CopyProgress>? progress, Survey survey, TimeSpan interval)
{
    private long _done = survey.DoneBytes;
    private long _lastReport;

    /// <summary>Sets where the copy starts: not at 0 where it resumes an earlier one.</summary>
    internal void Begin() => progress?.Report(new CopyProgress(survey.DoneBytes, survey.DataBytes));

    /// <summary>Counts <paramref name="bytes"/> more as done.</summary>
    internal void Add(long bytes)
    {
        var done = Interlocked.Add(ref _done, bytes);
        var last = Interlocked.Read(ref _lastReport);
        if (progress is not null
            && Stopwatch.GetElapsedTime(last) > interval
            && Interlocked.CompareExchange(ref _lastReport, Stopwatch.GetTimestamp(), last) == last)
        {
            progress.Report(new CopyProgress(done, survey.DataBytes));
        }
    }

    /// <summary>Tells that everything is done, once no worker adds any more.</summary>
    internal void Finish() => progress?.Report(new CopyProgress(survey.DataBytes, survey.DataBytes));
}
