using System.Buffers;
using System.Text;
using V2K.Rules.Translation;

namespace V2K.Rules;

/// <summary>
/// Passwords in URIs: <c>qemu+ssh://root:secret@host/system</c>, and in their parameters, <c>?password=secret</c>. libvirt takes none there, but people
/// write them, and exporters put them into the address of a file.
/// </summary>
public static class UriCredentials
{
    private const string Mark = "://";

    /// <summary>A URI ends at the first character that cannot be part of it: white space, a quote or a bracket.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'<>");

    /// <summary><paramref name="text"/> with every password of a URI in it masked. A text without one is returned as it is.</summary>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        var copied = 0;
        while (at >= 0)
        {
            var start = at + Mark.Length;
            var end = EndOf(text, start);
            safe.Append(text, copied, start - copied).Append(MaskUri(text[start..end]));
            copied = end;
            at = text.IndexOf(Mark, end, StringComparison.Ordinal);
        }

        return safe.Append(text, copied, text.Length - copied).ToString();
    }

    private static int EndOf(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny(Ends);
        return end < 0 ? text.Length : start + end;
    }

    /// <summary>
    /// What follows the scheme. A password with a slash or an @ in it is wrong in a URI, and still a password: it goes up to the last @.
    /// </summary>
    private static string MaskUri(string rest)
    {
        var host = rest.LastIndexOf('@');
        var colon = host < 0 ? -1 : rest.IndexOf(':', 0, host);
        return colon < 0
            ? MaskParameters(rest)
            : rest[..(colon + 1)] + SecretText.Mask(host - colon - 1) + MaskParameters(rest[host..]);
    }

    private static string MaskParameters(string rest)
    {
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? rest : rest[..query] + string.Join('&', rest[query..].Split('&').Select(MaskParameter));
    }

    private static string MaskParameter(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Secrecy.Sounds(parameter.AsSpan(0, equals))
            ? parameter[..(equals + 1)] + SecretText.Mask(parameter.Length - equals - 1)
            : parameter;
    }
}
