namespace V2K.Engine.Guests.Network;

/// <summary>Reads a guest's network configuration, of whatever kind, for the names of cards in it.</summary>
public static class NetworkFiles
{
    /// <summary>The first line of files that an earlier run wrote.</summary>
    internal const string WrittenByUs = "# Written by V2K";

    private const int MaximumBytes = 1 << 20;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>All places where <paramref name="files"/> may configure cards.</summary>
    public static NetworkFacts Read(IGuestFiles files) =>
        new(NamingPolicy.IsPredictable(files), BoundNames.Read(files), ConfiguredNames.Read(files));

    internal static IEnumerable<string> NetplanTexts(IGuestFiles files) =>
        Texts(files, "/etc/netplan/*.yaml").Concat(Texts(files, "/etc/netplan/*.yml"));

    internal static IEnumerable<string> Texts(IGuestFiles files, string pattern) =>
        files.Glob(pattern).Where(files.IsFile).Where(path => files.Length(path) < MaximumBytes).Select(files.ReadText);

    /// <summary>The words of each line that has any, and is no comment.</summary>
    /// <param name="text">A whole file.</param>
    /// <param name="comments">What comments begin with.</param>
    internal static IEnumerable<string[]> WordsByLine(string text, params IEnumerable<char> comments) => text.Split('\n')
        .Select(line => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(words => words.Length > 0 && !comments.Contains(words[0][0]));

    /// <summary>The value of a shell assignment; null where there is none, or an empty one.</summary>
    internal static string? Value(string text, string key) => text.Split('\n')
        .Select(line => line.Split('=', count: 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair.Length == 2 && pair[0].Equals(key, StringComparison.Ordinal) && pair[1].Length > 0)
        .Select(pair => pair[1].Trim('"', '\''))
        .FirstOrDefault();
}
