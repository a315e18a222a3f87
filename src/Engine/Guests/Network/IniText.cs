namespace V2K.Engine.Guests.Network;

/// <summary>The lines <c>key=value</c> of a text in sections, as systemd.syntax(7) and NetworkManager's keyfiles have them.</summary>
internal sealed class IniText
{
    private readonly List<(string Section, string Key, string Value)> _lines = [];

    /// <summary>Reads <paramref name="text"/>; lines that are none of these are passed over.</summary>
    internal IniText(string text)
    {
        var section = "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is '#' or ';')
            {
                continue;
            }

            if (line[0] == '[' && line[^1] == ']')
            {
                section = line[1..^1];
            }
            else if (line.Split('=', count: 2, StringSplitOptions.TrimEntries) is [var key, var value])
            {
                _lines.Add((section, key, value));
            }
        }
    }

    /// <summary>Every key of <paramref name="section"/> with its value, in order.</summary>
    internal IEnumerable<(string Key, string Value)> Section(string section) =>
        _lines.Where(line => line.Section == section).Select(line => (line.Key, line.Value));

    /// <summary>All values of a key; an empty one clears those before it.</summary>
    internal IReadOnlyList<string> All(string section, string key)
    {
        var values = Section(section).Where(line => line.Key == key).Select(line => line.Value).ToList();
        return values[(values.LastIndexOf("") + 1)..];
    }

    /// <summary>The last value of a key; null for none.</summary>
    internal string? Last(string section, string key) => All(section, key) is [.., var last] ? last : null;
}
