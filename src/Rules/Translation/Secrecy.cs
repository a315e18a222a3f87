namespace V2K.Rules.Translation;

/// <summary>
/// Which keys hold secrets, by what declarations and rules say. The generator compiles this same file: what it refuses in a rule is what is masked at run time.
/// </summary>
internal static class Secrecy
{
    /// <summary>Parts of names that nothing but secrets has.</summary>
    private static readonly string[] Words =
    [
        "password", "passwd", "passphrase", "passwort", "pwd", "secret", "credential", "token", "privatekey", "private_key", "private-key",
        "apikey", "api_key", "api-key", "sshkey", "ssh_key", "authkey", "auth_key", "licensekey", "license_key",
    ];

    /// <summary>Whether a name sounds as if its value were a secret. For keys of which no declaration says it.</summary>
    public static bool Sounds(ReadOnlySpan<char> name)
    {
        foreach (string word in Words)
        {
            for (int i = 0; i + word.Length <= name.Length; i++)
            {
                if (Begins(name.Slice(i), word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>How much a lower-case pattern says about a key: 0 where it does not fit; a whole key says more than any beginning.</summary>
    public static int Weight(ReadOnlySpan<char> key, string pattern)
    {
        if (pattern.Length > 0 && pattern[pattern.Length - 1] == '*')
        {
            string beginning = pattern.Substring(0, pattern.Length - 1);
            return Begins(key, beginning) || KeyShape.Begins(key, beginning) ? 1 + beginning.Length : 0;
        }

        return KeyShape.Matches(key, pattern, out _, out _) || (key.Length == pattern.Length && Begins(key, pattern)) ? int.MaxValue : 0;
    }

    private static bool Begins(ReadOnlySpan<char> text, string lower)
    {
        if (text.Length < lower.Length)
        {
            return false;
        }

        for (int i = 0; i < lower.Length; i++)
        {
            if (KeyShape.Lower(text[i]) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
