using System.Globalization;

namespace V2K.Rules;

/// <summary>
/// A secret: a password, a key, what a guest is configured with. Its text is had by <see cref="Reveal"/> alone: put into a message, a log or JSON, it
/// gives its length.
/// </summary>
/// <param name="text">The secret.</param>
public sealed class SecretText(string text)
{
    /// <summary>Its length in characters.</summary>
    public int Length => text.Length;

    /// <summary>The secret itself. Give it to what needs it, never to a person or a file.</summary>
    public string Reveal() => text;

    /// <summary>What is shown in its place: <c>(12 characters)</c>.</summary>
    public override string ToString() => Mask(text.Length);

    /// <summary>What is shown in place of a secret of <paramref name="length"/> characters; nothing for an empty one.</summary>
    public static string Mask(int length) => length switch
    {
        0 => "",
        1 => "(1 character)",
        _ => string.Create(CultureInfo.InvariantCulture, $"({length} characters)"),
    };

    /// <summary>Reads the value of a key that is declared a secret. Every text is one.</summary>
    public static bool TryParseVmx(ReadOnlySpan<char> text, out SecretText value)
    {
        value = new SecretText(text.ToString());
        return true;
    }
}
