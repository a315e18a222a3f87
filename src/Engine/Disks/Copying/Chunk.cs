namespace V2K.Engine.Disks.Copying;

/// <summary>One request of work: a window of the virtual disk and the runs in it that are stored somewhere.</summary>
/// <param name="Offset">Where the window starts: a multiple of the chunk length.</param>
/// <param name="Length">Bytes up to the end of the last run.</param>
/// <param name="Runs">Its runs, in order, zeroes left out; at least one.</param>
internal sealed record Chunk(long Offset, int Length, List<Run> Runs)
{
    /// <summary>How many bytes of the window are stored somewhere.</summary>
    internal long DataBytes => Runs.Sum(run => run.Length);

    /// <summary>Cuts <paramref name="runs"/> at multiples of <paramref name="length"/> bytes; windows without data are left out.</summary>
    internal static IEnumerable<Chunk> Split(IEnumerable<Run> runs, int length)
    {
        var pieces = new List<Run>();
        var window = 0L;
        foreach (var run in runs.Where(run => run.Kind is not RunKind.Zero))
        {
            for (var from = run.Offset; from < run.End;)
            {
                var start = from / length * length;
                if (start != window && pieces.Count > 0)
                {
                    yield return Of(window, pieces);
                    pieces = [];
                }

                window = start;
                var to = Math.Min(run.End, start + length);
                pieces.Add(run.Slice(from, to));
                from = to;
            }
        }

        if (pieces.Count > 0)
        {
            yield return Of(window, pieces);
        }
    }

    private static Chunk Of(long window, List<Run> runs) => new(window, (int)(runs[^1].End - window), runs);
}
