namespace V2K.Build.Console;

/// <summary>How fast something goes, by the last seconds: what was done before a checkpoint, or faster once, says nothing about what is left.</summary>
internal sealed class ProgressRate
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(TimeSpan At, long Done)> _seen = new();
    private (TimeSpan At, long Done) _last;

    /// <summary>Bytes a second; 0 while that cannot be determined.</summary>
    internal double BytesPerSecond => _seen.TryPeek(out var first) && _last.At > first.At
        ? (_last.Done - first.Done) / (_last.At - first.At).TotalSeconds
        : 0;

    /// <summary>Takes note of <paramref name="done"/> bytes in all at the time <paramref name="at"/>.</summary>
    internal void Add(TimeSpan at, long done)
    {
        _last = (at, done);
        _seen.Enqueue(_last);
        while (at - _seen.Peek().At > Window)
        {
            _seen.Dequeue();
        }
    }
}
