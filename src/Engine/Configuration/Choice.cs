namespace V2K.Engine.Configuration;

/// <summary>
/// The words of which one is to be chosen, and what each means. No dictionary: .NET's, of a value that is ours, would be compiled again at every start of
/// the program, once for each kind of value.
/// </summary>
/// <typeparam name="T">What the words mean.</typeparam>
public sealed class Choice<T>
    where T : struct
{
    private readonly Meaning[] _meanings;

    /// <summary>The choice between <paramref name="meanings"/>, in the order in which they are shown.</summary>
    internal Choice(params Meaning[] meanings) => _meanings = meanings;

    /// <summary>The words, in order.</summary>
    public IReadOnlyList<string> Words => [.. _meanings.Select(meaning => meaning.Word)];

    /// <summary>What <paramref name="word"/> means, spelt as it is here.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the words.</exception>
    public T this[string word] => Find(word) ?? throw new ArgumentOutOfRangeException(nameof(word), word, "is none of the words");

    /// <summary>The same; null if it is none of the words.</summary>
    public T? Find(string word) => Array.Find(_meanings, meaning => meaning.Word == word)?.Value;

    /// <summary>The word that means <paramref name="value"/>.</summary>
    public string Word(T value) => Array.Find(_meanings, meaning => meaning.Value.Equals(value))?.Word
        ?? throw new ArgumentOutOfRangeException(nameof(value), value, "no word means this");

    /// <summary>A word and what it means.</summary>
    internal sealed record Meaning(string Word, T Value);
}
