namespace V2K.Engine;

/// <summary>Guesses what somebody meant who mistyped one of a few known words.</summary>
public static class Spelling
{
    /// <summary>
    /// The word of <paramref name="known"/> that takes the fewest letters inserted, left out or changed to reach from
    /// <paramref name="word"/>, without regard to case; null where even that one has little in common with it.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.candidate is { } found && nearest.distance <= Math.Max(1, Math.Max(word.Length, found.Length) / 2)
            ? found
            : null;
    }

    /// <summary>The remedy for an unknown <paramref name="word"/>: the nearest of <paramref name="known"/>, or the list of them.</summary>
    public static string Remedy(string word, IReadOnlyCollection<string> known) => Nearest(word, known) is { } nearest
        ? $"Did you mean '{nearest}'?"
        : $"Known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    /// <summary>Levenshtein's distance, row by row.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var change = diagonal + (char.ToUpperInvariant(from[i]) == char.ToUpperInvariant(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(change, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
