using System.Text;
using System.Text.RegularExpressions;

namespace V2K.Engine.Guests.Text;

/// <summary>
/// A pattern of LVM's filters, such as <c>a|^/dev/sda|</c>: take (a) or refuse (r), a delimiter of any kind, and a regular expression as libdevmapper
/// knows it (lvm.conf(5); lib/filters/filter-regex.c, libdm/regex/parse_rx.c): no counted repetitions, no classes of characters by a letter.
/// </summary>
/// <param name="Takes">Whether devices that match are taken.</param>
/// <param name="Expression">Finds them by one of their names.</param>
internal sealed record LvmPattern(bool Takes, Regex Expression)
{
    private const int MaximumLength = 4096;

    /// <summary>Reads what stands between the quotes; null where LVM would refuse it.</summary>
    internal static LvmPattern? TryParse(string text)
    {
        if (text.Length is < 3 or > MaximumLength || text[0] is not ('a' or 'r') || text[^1] != End(text[1]))
        {
            return null;
        }

        try
        {
            return new LvmPattern(text[0] == 'a', new Regex(Translate(text[2..^1]), RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)));
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether LVM takes a device: the first pattern that matches a name decides on the name, and one name that is taken is enough. A device of
    /// which no name matches anything is taken.
    /// </summary>
    internal static bool Take(IReadOnlyList<LvmPattern> patterns, IEnumerable<string> names)
    {
        var isRefused = false;
        foreach (var first in names.Select(name => First(patterns, name)).Where(first => first >= 0))
        {
            if (patterns[first].Takes)
            {
                return true;
            }

            isRefused = true;
        }

        return !isRefused;
    }

    /// <summary>The index of the pattern that decides on <paramref name="name"/>; -1 where none matches.</summary>
    internal static int First(IReadOnlyList<LvmPattern> patterns, string name)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Expression.IsMatch(name))
            {
                return i;
            }
        }

        return -1;
    }

    private static char End(char delimiter) => delimiter switch
    {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        _ => delimiter,
    };

    private static string Translate(string pattern)
    {
        var result = new StringBuilder();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var character = pattern[i];
            if (character == '\\' && i + 1 < pattern.Length)
            {
                result.Append(Literal(pattern[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', var other => other }));
            }
            else if (inClass)
            {
                inClass = character != ']';
                result.Append(character is ']' or '-' ? character.ToString() : Literal(character));
            }
            else if (character == '[')
            {
                inClass = true;
                var isNegated = i + 1 < pattern.Length && pattern[i + 1] == '^';
                result.Append(isNegated ? "[^" : "[");
                i += isNegated ? 1 : 0;
            }
            else
            {
                result.Append(character switch
                {
                    '(' => "(?:",
                    '$' => "\\z",
                    ')' or '|' or '*' or '+' or '?' or '.' or '^' => character.ToString(),
                    _ => Literal(character),
                });
            }
        }

        return result.ToString();
    }

    /// <summary>By its number, which means the same inside a class and outside.</summary>
    private static string Literal(char character) =>
        char.IsAsciiLetterOrDigit(character) ? character.ToString() : $"\\u{(int)character:x4}";
}
