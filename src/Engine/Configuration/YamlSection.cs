using V2K.Rules;
using YamlDotNet.RepresentationModel;

namespace V2K.Engine.Configuration;

/// <summary>
/// A mapping of the configuration file whose keys are taken one by one; a key that nobody took is an error
/// that names its line and the nearest known key.
/// </summary>
internal sealed class YamlSection
{
    private readonly string _file;
    private readonly YamlMappingNode _node;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal YamlSection(string file, YamlNode node, string what)
    {
        _file = file;
        _node = node as YamlMappingNode
            ?? throw Error(node, what, "must be a mapping of keys to values", "See the example in the README");
    }

    /// <summary>Every key; for sections whose keys are the administrator's own.</summary>
    internal IEnumerable<string> Keys => _node.Children.Keys.Select(Name);

    /// <summary>The value of <paramref name="key"/>; null where it is absent or empty.</summary>
    internal string? Text(string key) => Take(key) switch
    {
        null => null,
        var empty when IsEmpty(empty) => null,
        YamlScalarNode scalar => scalar.Value,
        var other => throw Error(other, key, "must be a single value", "Write it on one line, without brackets"),
    };

    /// <summary>The value of <paramref name="key"/>, which must be there.</summary>
    internal string RequiredText(string key) =>
        Text(key) ?? throw Error(key, "is missing", "Add it; see the example in the README");

    /// <summary>One of a set of words; null where the key is absent.</summary>
    internal T? Choice<T>(string key, Choice<T> choice)
        where T : struct
    {
        var text = Text(key);
        return text is null ? null
            : choice.Find(text) ?? throw Error(key, $"'{text}' is not valid here", Spelling.Remedy(text, choice.Words));
    }

    /// <summary>Some of a set of words; empty where the key is absent.</summary>
    internal IReadOnlyList<T> Choices<T>(string key, Choice<T> choice)
        where T : struct =>
        [.. Words(key).Select(word => choice.Find(word) ?? throw Error(key, $"'{word}' is not valid here", Spelling.Remedy(word, choice.Words)))];

    /// <summary>A whole number between two bounds, inclusive; null where the key is absent.</summary>
    internal int? Number(string key, int lowest, int highest)
    {
        var text = Text(key);
        return text is null ? null
            : int.TryParse(text, out var number) && number >= lowest && number <= highest ? number
            : throw Error(key, $"'{text}' is not a number from {lowest} to {highest}", "Correct it");
    }

    /// <summary>A time such as <c>90s</c>, <c>20m</c> or <c>6h</c> between two bounds, inclusive; null where the key is absent.</summary>
    internal TimeSpan? Duration(string key, TimeSpan shortest, TimeSpan longest)
    {
        var text = Text(key);
        return text is null ? null
            : DurationText.Parse(text) is { } time && time >= shortest && time <= longest ? time
            : throw Error(key, $"'{text}' is not a time from {DurationText.Text(shortest)} to {DurationText.Text(longest)}", "Write it as 90s, 20m or 6h");
    }

    /// <summary>A list of words; a single word counts as a list of one.</summary>
    internal IReadOnlyList<string> Words(string key) => Take(key) switch
    {
        null => [],
        YamlScalarNode { Value: { Length: > 0 } word } => [word],
        YamlSequenceNode sequence => [.. sequence.Children.Select(child =>
            (child as YamlScalarNode)?.Value ?? throw Error(child, key, "must be a list of words", "Remove the nesting"))],
        var other => throw Error(other, key, "must be a word or a list of words", "Write it as [one, two]"),
    };

    /// <summary>The mappings in the list <paramref name="key"/>.</summary>
    internal IEnumerable<YamlSection> Sections(string key) => Take(key) switch
    {
        null => [],
        var empty when IsEmpty(empty) => [],
        YamlSequenceNode sequence => sequence.Children.Select(child => new YamlSection(_file, child, key)),
        var other => throw Error(other, key, "must be a list", "Begin each entry with '- '"),
    };

    /// <summary>The mapping <paramref name="key"/>; null where it is absent, or nothing but comments stand below it.</summary>
    internal YamlSection? Section(string key) => Take(key) is { } node && !IsEmpty(node) ? new YamlSection(_file, node, key) : null;

    /// <summary>Whether <paramref name="key"/> has keys of its own.</summary>
    internal bool IsMapping(string key) => Take(key) is YamlMappingNode;

    /// <summary>The line of <paramref name="key"/> in the file, from 1.</summary>
    internal int LineOf(string key) => (int)_node.Children.Keys.First(candidate => Name(candidate) == key).Start.Line;

    /// <summary>Refuses every key that nothing asked for.</summary>
    internal void RefuseOthers()
    {
        foreach (var key in _node.Children.Keys)
        {
            if (!_known.Contains(Name(key)))
            {
                throw Error(key, Name(key), "is not a known key", Spelling.Remedy(Name(key), _known));
            }
        }
    }

    /// <summary>An error about <paramref name="key"/> of this section.</summary>
    internal V2KException Error(string key, string what, string remedy) =>
        Error(_node.Children.Keys.FirstOrDefault(candidate => Name(candidate) == key) ?? _node, key, what, remedy);

    private V2KException Error(YamlNode at, string key, string what, string remedy) =>
        new(what, remedy, _file, (int)at.Start.Line, key);

    private YamlNode? Take(string key)
    {
        _known.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private static bool IsEmpty(YamlNode node) => node is YamlScalarNode { Value: null or "" or "~" or "null" };

    private static string Name(YamlNode key) => (key as YamlScalarNode)?.Value ?? key.ToString();
}
