using System.Text.RegularExpressions;

namespace V2K.Engine.TestBoots.Signals;

/// <summary>Regular expressions for what guests say: matching ends in linear time, whatever that is.</summary>
internal static class GuestPattern
{
    /// <summary>Compiles <paramref name="pattern"/>, whose <c>^</c> and <c>$</c> mean lines.</summary>
    internal static Regex Compile(string pattern) => new(
        pattern, RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));
}
