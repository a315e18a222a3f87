namespace V2K.Engine.Disks.Copying;

/// <summary>Cuts the runs of a disk into requests of work, in the order of the disk.</summary>
internal static class WorkPlan
{
    /// <summary>The longest stretch that is cloned in one request, so that progress is seen and a cancellation heard.</summary>
    private const long MaximumClone = 256 << 20;

    /// <summary>Plans <paramref name="runs"/>; what <paramref name="cloner"/> can share is cloned, the rest copied in chunks.</summary>
    internal static IEnumerable<Work> Of(IEnumerable<Run> runs, int chunkLength, Cloner cloner)
    {
        var pieces = new List<Run>();
        foreach (var (run, isShared) in runs.Where(run => run.IsStored).SelectMany(run => Separate(run, cloner)))
        {
            var step = isShared ? MaximumClone : chunkLength;
            for (var from = run.Offset; from < run.End;)
            {
                var window = from / step * step;
                var piece = run.Slice(from, Math.Min(run.End, window + step));
                from = piece.End;
                if (pieces.Count > 0 && (isShared || pieces[0].Offset / chunkLength != piece.Offset / chunkLength))
                {
                    yield return Chunk(pieces, chunkLength);
                    pieces = [];
                }

                if (isShared)
                {
                    yield return new Clone(piece);
                }
                else
                {
                    pieces.Add(piece);
                }
            }
        }

        if (pieces.Count > 0)
        {
            yield return Chunk(pieces, chunkLength);
        }
    }

    private static Chunk Chunk(List<Run> pieces, int length) => new(pieces[0].Offset / length * length, pieces);

    /// <summary>Splits a run into what stands before the part that can be shared, that part, and what stands behind it.</summary>
    private static IEnumerable<(Run Run, bool IsShared)> Separate(Run run, Cloner cloner)
    {
        if (cloner.Shareable(run) is not { } shared)
        {
            yield return (run, false);
            yield break;
        }

        if (shared.Offset > run.Offset)
        {
            yield return (run.Slice(run.Offset, shared.Offset), false);
        }

        yield return (shared, true);
        if (shared.End < run.End)
        {
            yield return (run.Slice(shared.End, run.End), false);
        }
    }
}
