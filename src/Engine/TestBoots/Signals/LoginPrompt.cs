using System.Text.RegularExpressions;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>The line with which getty(8) asks for a user: <c>web01 login: </c>. A message of the kernel's log may follow right behind it.</summary>
public static partial class LoginPrompt
{
    /// <summary>The line; null where <paramref name="text"/> has none.</summary>
    public static string? Find(string text)
    {
        var match = Line().Match(text);
        return match.Success ? match.Value.Trim() : null;
    }

    [GeneratedRegex(@"^(?:\S{1,64} )?login: *(?=$|\[ *[0-9]+\.[0-9]+\])", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Line();
}
