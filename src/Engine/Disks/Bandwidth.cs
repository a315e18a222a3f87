using System.Diagnostics;

namespace V2K.Engine.Disks;

/// <summary>Keeps what all copies of a run read together to a rate. What is shared with the source by the file system is not read, and does not count.</summary>
/// <param name="bytesPerSecond">The rate.</param>
public sealed class Bandwidth(long bytesPerSecond)
{
    /// <summary>How long an idle time may be made up for: reads do not begin at regular times.</summary>
    private static readonly long Credit = Stopwatch.Frequency / 10;

    private readonly Lock _gate = new();

    /// <summary>When everything that was taken so far has been read at that rate, as a <see cref="Stopwatch"/> counts.</summary>
    private long _next = Stopwatch.GetTimestamp();

    /// <summary>Waits until <paramref name="bytes"/> may be read, or until <paramref name="stop"/>.</summary>
    internal void Take(long bytes, CancellationToken stop)
    {
        long wait;
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            var begin = Math.Max(_next, now - Credit);
            _next = begin + (long)(bytes * ((double)Stopwatch.Frequency / bytesPerSecond));
            wait = begin - now;
        }

        if (wait > 0)
        {
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds((double)wait / Stopwatch.Frequency));
        }
    }
}
