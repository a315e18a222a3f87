using V2K.Engine.Disks.Vmdk;
using V2K.Engine.Interop;

namespace V2K.Engine.Disks.Copying;

/// <summary>Assembles the guest's bytes of a chunk with few, large reads. One for each worker: it owns buffers.</summary>
internal sealed class ChunkReader
{
    /// <summary>Runs of one file that lie no further apart are read in one go: cheaper than another request.</summary>
    private const int BridgedGap = 32 * 1024;

    /// <summary>The longest single read, in bytes, unless one grain is longer.</summary>
    private const int MaximumRead = 4 << 20;

    private readonly GrainInflater _inflater = new();
    private ArraySegment<byte> _scratch = [];

    /// <summary>Fills <paramref name="content"/>, which is as long as the chunk and starts at a page of memory; what is not stored becomes zeroes.</summary>
    internal void Read(Chunk chunk, Span<byte> content)
    {
        ClearGaps(chunk, content);
        var runs = chunk.Runs;
        if (runs.Count > 1)
        {
            runs = [.. runs.OrderBy(run => run.File!.Path, StringComparer.Ordinal).ThenBy(run => run.Position)];
        }

        for (var i = 0; i < runs.Count;)
        {
            var (count, end) = Group(runs, i);
            if (count == 1 && runs[i].Kind is RunKind.Data && FitsInPlace(runs[i], chunk))
            {
                runs[i].File!.Read(Place(runs[i], chunk, content), runs[i].Position);
            }
            else
            {
                ReadGroup(runs, i, count, end, chunk, content);
            }

            i += count;
        }
    }

    private static Span<byte> Place(in Run run, Chunk chunk, Span<byte> content) =>
        content.Slice((int)(run.Offset - chunk.Offset), (int)run.Length);

    private static bool FitsInPlace(in Run run, Chunk chunk) =>
        ((run.Position | run.Length | (run.Offset - chunk.Offset)) & (run.File!.Alignment - 1)) == 0;

    private static void ClearGaps(Chunk chunk, Span<byte> content)
    {
        var end = chunk.Offset;
        foreach (var run in chunk.Runs)
        {
            content[(int)(end - chunk.Offset)..(int)(run.Offset - chunk.Offset)].Clear();
            end = run.End;
        }
    }

    /// <summary>How many runs from <paramref name="first"/> on one read can serve, and where it ends in the file.</summary>
    private static (int Count, long End) Group(List<Run> runs, int first)
    {
        var end = StoredEnd(runs[first]);
        var count = 1;
        for (; first + count < runs.Count; count++)
        {
            var next = runs[first + count];
            var nextEnd = Math.Max(end, StoredEnd(next));
            if (!ReferenceEquals(next.File, runs[first].File)
                || next.Position - end > BridgedGap
                || nextEnd - runs[first].Position > MaximumRead)
            {
                break;
            }

            end = nextEnd;
        }

        return (count, end);
    }

    /// <summary>The byte of the file behind the run; for a compressed grain, whose marker is yet to be read, the furthest it can be.</summary>
    private static long StoredEnd(in Run run) => run.Kind is RunKind.Data
        ? run.Position + run.Length
        : Math.Min(run.File!.Size, run.Position + Marker.GrainPrefix + Marker.MaximumCompressed(run.GrainLength));

    private void ReadGroup(List<Run> runs, int first, int count, long end, Chunk chunk, Span<byte> content)
    {
        var file = runs[first].File!;
        var start = runs[first].Position & -file.Alignment;
        var needed = (int)(end - start);
        var length = (needed + file.Alignment - 1) & -file.Alignment;
        if (_scratch.Count < length)
        {
            // Twice as much each time: every piece is pinned, and a huge page long or more.
            _scratch = DirectFile.AllocateMemory(Math.Max(length, Math.Min(2 * _scratch.Count, MaximumRead)));
        }

        file.Read(_scratch.AsSpan(0, length), start, needed);
        for (var i = first; i < first + count; i++)
        {
            var run = runs[i];
            var stored = _scratch.AsSpan((int)(run.Position - start), (int)(StoredEnd(run) - run.Position));
            var place = Place(run, chunk, content);
            if (run.Kind is RunKind.Data)
            {
                stored.CopyTo(place);
            }
            else
            {
                _inflater.Inflate(run, stored, place);
            }
        }
    }
}
