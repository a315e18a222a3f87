using System.Text.RegularExpressions;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>The line with which getty(8) asks for a user: <c>web01 login: </c>.</summary>
public static partial class LoginPrompt
{
    /// <summary>The line; null where <paramref name="text"/> has none.</summary>
    public static string? Find(string text)
    {
        var match = Line().Match(text);
        return match.Success ? match.Value.Trim() : null;
    }

    [GeneratedRegex(@"^(?:\S{1,64} )?login: *$", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Line();
}
