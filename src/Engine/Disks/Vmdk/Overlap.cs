namespace V2K.Engine.Disks.Vmdk;

/// <summary>
/// Finds what lies in the same place twice, in bounded memory: a forged directory has a grain table for each 2 MiB of 64 TiB. Positions are
/// compared a batch of the smallest at a time, and asked for again while there are more.
/// </summary>
internal static class Overlap
{
    private const int Batch = 1024 * 1024;

    /// <summary>Two of <paramref name="positions"/> that are less than <paramref name="length"/> apart; null if there are none.</summary>
    /// <param name="positions">Starts again at each call; in any order, none negative.</param>
    /// <param name="length">In bytes, as the positions.</param>
    /// <param name="batch">Twice as many positions are held at most, and one.</param>
    internal static (long First, long Second)? Find(Func<IEnumerable<long>> positions, long length, int batch = Batch)
    {
        var held = new List<long>();
        var compared = -1L;
        long limit;
        do
        {
            limit = long.MaxValue;
            foreach (var position in positions())
            {
                if (position <= compared || position > limit)
                {
                    continue;
                }

                held.Add(position);
                if (held.Count > 2 * batch)
                {
                    if (SortAndFind(held, length) is { } early)
                    {
                        return early;
                    }

                    // One of those that stay may be from the batch before.
                    held.RemoveRange(batch + 1, batch);
                    limit = held[^1];
                }
            }

            if (SortAndFind(held, length) is { } overlap)
            {
                return overlap;
            }

            // The largest stays, to be compared with the next batch's smallest.
            held.RemoveRange(0, Math.Max(0, held.Count - 1));
            compared = limit;
        }
        while (limit < long.MaxValue);
        return null;
    }

    private static (long First, long Second)? SortAndFind(List<long> positions, long length)
    {
        positions.Sort();
        for (var i = 1; i < positions.Count; i++)
        {
            if (positions[i] - positions[i - 1] < length)
            {
                return (positions[i - 1], positions[i]);
            }
        }

        return null;
    }
}
