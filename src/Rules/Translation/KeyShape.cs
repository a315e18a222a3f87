namespace V2K.Rules.Translation;

/// <summary>
/// How a VMX key is compared with a pattern: without regard to ASCII case, <c>#</c> for any number in its
/// shortest spelling (<c>7</c>, never <c>07</c>). The generator compiles this same file, so that both sides hash alike.
/// </summary>
internal static class KeyShape
{
    // More digits could not be the number of a device, and would overflow.
    private const int MaximumDigits = 6;

    /// <summary>FNV-1a over the lower-case key with every run of digits taken as one <c>#</c>.</summary>
    public static uint Hash(ReadOnlySpan<char> key)
    {
        uint hash = 2166136261;
        bool inNumber = false;
        foreach (char c in key)
        {
            char shape = Lower(c);
            if (IsDigit(c))
            {
                if (inNumber)
                {
                    continue;
                }

                shape = '#';
            }

            inNumber = IsDigit(c);
            hash = unchecked((hash ^ shape) * 16777619);
        }

        return hash;
    }

    /// <summary>Whether a key fits a lower-case pattern, and the pattern's first two numbers; 0 where it has none.</summary>
    public static bool Matches(ReadOnlySpan<char> key, string pattern, out int first, out int second) =>
        Consumes(key, pattern, out int used, out first, out second) && used == key.Length;

    /// <summary>Whether a key begins with a lower-case pattern; a number in the pattern takes the key's whole number.</summary>
    public static bool Begins(ReadOnlySpan<char> key, string pattern) => Consumes(key, pattern, out _, out _, out _);

    /// <summary>The ASCII lower case of a character.</summary>
    public static char Lower(char c) => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;

    private static bool Consumes(ReadOnlySpan<char> key, string pattern, out int used, out int first, out int second)
    {
        first = 0;
        second = 0;
        used = 0;
        int numbers = 0;
        foreach (char expected in pattern)
        {
            if (expected == '#')
            {
                if (!TakeNumber(key, ref used, out int number))
                {
                    return false;
                }

                if (numbers == 0)
                {
                    first = number;
                }
                else if (numbers == 1)
                {
                    second = number;
                }

                numbers++;
            }
            else if (used < key.Length && Lower(key[used]) == expected)
            {
                used++;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool TakeNumber(ReadOnlySpan<char> key, ref int used, out int number)
    {
        int start = used;
        number = 0;
        while (used < key.Length && IsDigit(key[used]) && used - start < MaximumDigits)
        {
            number = (number * 10) + (key[used] - '0');
            used++;
        }

        int digits = used - start;
        bool more = used < key.Length && IsDigit(key[used]);
        return digits > 0 && !more && (digits == 1 || key[start] != '0');
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
