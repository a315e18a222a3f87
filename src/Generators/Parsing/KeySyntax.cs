namespace V2K.Generators.Parsing;

/// <summary>The syntax of key patterns.</summary>
internal static class KeySyntax
{
    private const string Punctuation = "._:-/#";

    /// <summary>What is wrong with a pattern; null for nothing.</summary>
    /// <param name="pattern">A whole pattern, or the rest of one with its leading dot.</param>
    /// <param name="mayBePrefix">Whether a closing <c>*</c> is allowed.</param>
    public static string? Fault(string pattern, bool mayBePrefix)
    {
        string key = mayBePrefix && pattern.EndsWith("*", StringComparison.Ordinal)
            ? pattern.Substring(0, pattern.Length - 1)
            : pattern;
        if (key.Length == 0)
        {
            return "it is empty";
        }

        for (int i = 0; i < key.Length; i++)
        {
            char c = key[i];
            if (c == '*')
            {
                return mayBePrefix ? "a '*' stands only at the end" : "a '*' stands only in [Ignored] and [Concern]";
            }

            if (!IsLetterOrDigit(c) && Punctuation.IndexOf(c) < 0)
            {
                return $"'{c}' cannot stand in a VMX key";
            }

            if (c == '#' && i > 0 && (key[i - 1] == '#' || IsDigit(key[i - 1])))
            {
                return "a '#' takes a whole number, so no digit or other '#' can stand beside it";
            }

            if (IsDigit(c) && i > 0 && key[i - 1] == '#')
            {
                return "a '#' takes a whole number, so no digit or other '#' can stand beside it";
            }
        }

        return null;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsLetterOrDigit(char c) => IsDigit(c) || c is >= 'a' and <= 'z' or >= 'A' and <= 'Z';
}
