namespace V2K.Engine.TestBoots.Passphrases;

/// <summary>
/// A text as the keys of an American keyboard, by the numbers of linux/input-event-codes.h: what an initramfs understands, unless it has
/// been configured for another keyboard.
/// </summary>
public static class KeyStrokes
{
    /// <summary>KEY_ENTER.</summary>
    public const uint Enter = 28;

    private const uint LeftShift = 42;

    /// <summary>The rows of keys, alone and with the shift key, each with the number of its first key.</summary>
    private static readonly (string Alone, string Shifted, uint First)[] Rows =
    [
        ("1234567890-=", "!@#$%^&*()_+", 2),
        ("qwertyuiop[]", "QWERTYUIOP{}", 16),
        ("asdfghjkl;'`", "ASDFGHJKL:\"~", 30),
        ("\\zxcvbnm,./", "|ZXCVBNM<>?", 43),
        (" ", " ", 57),
    ];

    /// <summary>The keys to press for each character of <paramref name="text"/>, those of one character together; null where a character is on no key.</summary>
    public static IReadOnlyList<uint[]>? Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var strokes = text.Select(Of).OfType<uint[]>().ToList();
        return strokes.Count == text.Length ? strokes : null;
    }

    private static uint[]? Of(char character)
    {
        foreach (var (alone, shifted, first) in Rows)
        {
            if (alone.IndexOf(character, StringComparison.Ordinal) is >= 0 and var place)
            {
                return [first + (uint)place];
            }

            if (shifted.IndexOf(character, StringComparison.Ordinal) is >= 0 and var shiftedPlace)
            {
                return [LeftShift, first + (uint)shiftedPlace];
            }
        }

        return null;
    }
}
