using V2K.Rules.Findings;

namespace V2K.Rules.Translation;

/// <summary>The keys that nothing knows, gathered into one finding: a hostile file may have thousands.</summary>
internal struct UnknownKeys
{
    private const int Named = 10;

    private List<string>? _names;
    private int _count;
    private int _firstLine;

    /// <summary>Notes a key.</summary>
    public void Add(ReadOnlySpan<char> key, int line)
    {
        _names ??= new List<string>(Named);
        if (_count++ == 0)
        {
            _firstLine = line;
        }

        if (_names.Count < Named)
        {
            _names.Add($"{Printable.Excerpt(key)} (line {line})");
        }
    }

    /// <summary>The finding; null where every key is known.</summary>
    public readonly Finding? ToFinding()
    {
        if (_names is null)
        {
            return null;
        }

        string names = string.Join(", ", _names) + (_count > Named ? $" and {_count - Named} more" : "");
        return Finding.Warning(
            _count == 1 ? $"unknown key {names}" : $"{_count} unknown keys: {names}",
            "they are not translated",
            "Find out what they do; a site rule or an [Ignored] declaration resolves this") with
        { Id = FindingId.UnknownKey, Line = _firstLine };
    }
}
