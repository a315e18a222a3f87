using System.Buffers;
using System.Text;

namespace V2K.Rules.Vmx;

/// <summary>
/// Marks that word processors, web pages and chats put in the place of straight quotes. To VMware they are part of the value:
/// a device whose <c>present</c> says <c>“TRUE”</c> is not there. Nobody means that, so the value is read without them, and said so.
/// </summary>
internal readonly struct OddQuotes
{
    /// <summary>Double marks, single marks, guillemets, primes, and their full-width and ornamental forms.</summary>
    private const string Marks = "“”„‟″‶〝〞〟＂❝❞«»‹›‘’‚‛′‵＇❛❜";

    /// <summary>Marks that also stand in ordinary text: they count only where both sides have one.</summary>
    private const string Plain = "'`´";

    /// <summary>What an HTML page writes for a straight quote.</summary>
    private static readonly string[] Entities = ["&quot;", "&#34;", "&ldquo;", "&rdquo;"];

    /// <summary>Blanks that neither VMware nor anybody's eye tells from the usual ones, or that no eye sees.</summary>
    private const string Blanks = "\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u202F\u205F\u2060\u3000\uFEFF";

    /// <summary>The printable characters of ASCII, blank included.</summary>
    private static readonly SearchValues<char> Ordinary = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>Made once: most files that need them are in UTF-8.</summary>
    private static readonly string[] Usual = [.. Entities, .. Marks.Select(mark => mark.ToString())];

    private readonly string[] _spellings;

    /// <summary>Finds marks in text that was decoded by <paramref name="encoding"/>.</summary>
    /// <remarks>A file may say that it is in a code page, and have the marks in UTF-8: they then look like <c>â€œ</c>.</remarks>
    internal OddQuotes(Encoding encoding) => _spellings = encoding is UTF8Encoding or UnicodeEncoding
        ? Usual
        : [.. Usual, .. Marks.Select(mark => encoding.GetString(Encoding.UTF8.GetBytes(mark.ToString())))];

    /// <summary>Whether <paramref name="value"/> may have such a mark or blank: nearly all have none, and cost no more than this.</summary>
    internal static bool MayBeIn(ReadOnlySpan<char> value) =>
        value.ContainsAnyExcept(Ordinary) || value is ['\'' or '`' or '&', ..] or [.., ';'];

    /// <summary>The part of a value that is meant.</summary>
    /// <param name="value">What follows the equals sign, without blanks around it; it may begin with a straight quote.</param>
    /// <returns>Where the meant part starts and how long it is; null where the value is what it says.</returns>
    internal (int Start, int Length)? Unwrap(ReadOnlySpan<char> value)
    {
        var (start, end) = (0, value.Length);
        while (start < end && Blanks.Contains(value[start]))
        {
            start++;
        }

        var hasBlanks = start > 0;
        if (start < end && value[start] == '"' && ClosesStraight(value[(start + 1)..]))
        {
            // The quotes are right, whatever stands between them.
            return hasBlanks ? (start + 1, value[(start + 1)..].IndexOf('"')) : null;
        }

        var opening = start < end && value[start] == '"' ? 1 : Leading(value[start..]);
        var plain = opening == 0 && start < end && Plain.Contains(value[start]);
        var inner = value[(start + (plain ? 1 : opening))..];
        var isOdd = opening > 0 && value[start] != '"';
        if (Closing(inner, plain, opening > 0) is { } length)
        {
            // Only one side: then a mark within is a sign of text that has marks of its own.
            return isOdd || plain || !HasMark(inner[..length]) ? (start + (plain ? 1 : opening), length) : null;
        }

        return isOdd && !HasMark(inner) ? (start + opening, UpToComment(inner))
            : hasBlanks ? (start, UpToComment(value[start..]))
            : null;
    }

    private bool HasMark(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Leading(text[i..]) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ClosesStraight(ReadOnlySpan<char> rest)
    {
        for (var quote = rest.IndexOf('"'); quote >= 0;)
        {
            if (IsEnd(rest[(quote + 1)..]))
            {
                return true;
            }

            var next = rest[(quote + 1)..].IndexOf('"');
            quote = next < 0 ? -1 : quote + 1 + next;
        }

        return false;
    }

    /// <summary>The length of the text before the closing mark, which nothing but blanks and a comment may follow.</summary>
    private int? Closing(ReadOnlySpan<char> rest, bool plain, bool isOpened)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            var mark = plain ? (Plain.Contains(rest[i]) || rest[i] == '’' ? 1 : 0) : Math.Max(Leading(rest[i..]), isOpened && rest[i] == '"' ? 1 : 0);
            if (mark > 0 && IsEnd(rest[(i + mark)..]))
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>The length of the mark that <paramref name="text"/> begins with; 0 for none.</summary>
    private int Leading(ReadOnlySpan<char> text)
    {
        foreach (var spelling in _spellings)
        {
            if (text.StartsWith(spelling, StringComparison.Ordinal))
            {
                return spelling.Length;
            }
        }

        return 0;
    }

    private static bool IsEnd(ReadOnlySpan<char> rest) => rest.Trim(" \t" + Blanks) is [] or ['#', ..];

    private static int UpToComment(ReadOnlySpan<char> text)
    {
        var comment = text.IndexOf('#');
        return (comment < 0 ? text : text[..comment]).TrimEnd(" \t" + Blanks).Length;
    }
}
