using System.Globalization;
using System.Text;

namespace V2K.Rules;

/// <summary>
/// Makes text out of a datastore safe to show: names there may hold line feeds that fake a second message,
/// or escape sequences that repaint a terminal.
/// </summary>
public static class Printable
{
    private const int ExcerptLength = 80;

    /// <summary>Replaces every control, format and lone surrogate character with its <c>\u{hex}</c> spelling.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(Unsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Unsafe(rune))
            {
                safe.Append("\\u{").Append(rune.Value.ToString("X", CultureInfo.InvariantCulture)).Append('}');
            }
            else
            {
                safe.Append(rune);
            }
        }

        return safe.ToString();
    }

    /// <summary>The beginning of a text as a message shows it: values in a datastore may be megabytes long.</summary>
    public static string Excerpt(ReadOnlySpan<char> text) => text.Length <= ExcerptLength
        ? OneLine(text.ToString())
        : OneLine(text[..ExcerptLength].ToString()) + "…";

    private static bool Unsafe(char c) => char.IsSurrogate(c) || Unsafe(CharUnicodeInfo.GetUnicodeCategory(c));

    private static bool Unsafe(Rune rune) => rune == Rune.ReplacementChar || Unsafe(Rune.GetUnicodeCategory(rune));

    private static bool Unsafe(UnicodeCategory category) => category
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate;
}
