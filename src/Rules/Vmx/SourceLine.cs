using V2K.Rules.Translation;

namespace V2K.Rules.Vmx;

/// <summary>
/// What a file of another form, such as an .ovf, says in one place: the text of an element, an attribute, a key with its value. Settings refer to the
/// lines that they were read from; a line to which none refers carries its own verdict.
/// </summary>
/// <param name="line">The 1-based line of the file.</param>
/// <param name="name">What the file calls it: <c>Item 4 rasd:VirtualQuantity</c>.</param>
/// <param name="value">The value as the file has it.</param>
public sealed class SourceLine(int line, string name, string value)
{
    /// <summary>The 1-based line of the file.</summary>
    public int Line => line;

    /// <summary>What the file calls it.</summary>
    public string Name => name;

    /// <summary>Whether the value is a secret.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The value as the file has it, as people may see it: of a secret its length.</summary>
    public string Value => SecretKeys.Show(IsSecret, value);

    /// <summary>The whole value, where <see cref="Value"/> hides some or all of it; null elsewhere.</summary>
    public SecretText? Hidden => SecretKeys.Hidden(IsSecret, value);

    /// <summary>What became of it, where no setting was read from it.</summary>
    public Disposition Disposition { get; init; } = Disposition.Unknown;

    /// <summary>Why; null where there is nothing to say.</summary>
    public string? Because { get; init; }
}
