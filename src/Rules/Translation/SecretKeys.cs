namespace V2K.Rules.Translation;

/// <summary>
/// The keys whose values are secrets: those that a declaration or a rule calls so (<see cref="RuleCatalogue.Secrets"/>), of any site, and those that no
/// declaration speaks of and that sound like one. Whatever shows a value to a person asks here first.
/// </summary>
public static class SecretKeys
{
    private static readonly (string Lower, bool IsSecret)[] Declared =
        [.. RuleCatalogue.Secrets.Select(entry => (entry.Key.ToLowerInvariant(), entry.IsSecret))];

    /// <summary>Whether the value of <paramref name="key"/> is a secret. The declaration that says the most about the key decides.</summary>
    public static bool Has(ReadOnlySpan<char> key)
    {
        var heaviest = 0;
        var isSecret = false;
        foreach (var (pattern, says) in Declared)
        {
            var weight = Secrecy.Weight(key, pattern);
            if (weight > heaviest)
            {
                (heaviest, isSecret) = (weight, says);
            }
        }

        return heaviest > 0 ? isSecret : Secrecy.Sounds(key);
    }

    /// <summary>The value of <paramref name="key"/> as people and files may see it: a secret's length, and URIs without their passwords.</summary>
    public static string Show(ReadOnlySpan<char> key, ReadOnlySpan<char> value) => Show(Has(key), value.ToString());

    /// <summary>A value as people and files may see it.</summary>
    internal static string Show(bool isSecret, string value) => isSecret ? SecretText.Mask(value.Length) : UriCredentials.Mask(value);

    /// <summary>What <see cref="Show(bool, string)"/> hides; null where it shows the whole value.</summary>
    internal static SecretText? Hidden(bool isSecret, string value) =>
        string.Equals(Show(isSecret, value), value, StringComparison.Ordinal) ? null : new SecretText(value);
}
