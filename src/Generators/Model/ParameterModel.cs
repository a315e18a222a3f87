namespace V2K.Generators.Model;

/// <summary>One parameter of a rule's <c>Map</c> and where its value comes from.</summary>
/// <param name="Name">The parameter's name: findings refer to it.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Key">The whole key pattern as declared, for <see cref="ParameterSource.Vmx"/>; the target for <see cref="ParameterSource.From"/>.</param>
/// <param name="Value">How the text is read, for <see cref="ParameterSource.Vmx"/>.</param>
/// <param name="Default">The parameter's default value as C#; null: an absent key gives null.</param>
/// <param name="Position">Which number of the instance, for <see cref="ParameterSource.Index"/>.</param>
/// <param name="IsSecret">Whether the parameter says that its key holds a secret; null: declarations decide.</param>
internal sealed record ParameterModel(
    string Name, ParameterSource Source, string Key, ValueModel? Value, string? Default, int Position, bool? IsSecret = null)
{
    /// <summary>Whether its type hides what it holds.</summary>
    public bool Hides => Value?.Type == "global::V2K.Rules.SecretText";
}

/// <summary>Where a parameter's value comes from.</summary>
internal enum ParameterSource
{
    Vmx,
    Index,
    From,
    Options,
    BuiltIn,
}

/// <summary>How the text of a key becomes a parameter's value.</summary>
/// <param name="Kind">The way of reading it.</param>
/// <param name="Type">The type with its <c>global::</c> name, without nullability.</param>
/// <param name="Name">The type as the catalogue names it.</param>
/// <param name="Members">The spellings of an enumeration.</param>
internal sealed record ValueModel(ValueKind Kind, string Type, string Name, EquatableArray<SpellingModel> Members);

/// <summary>The ways of reading a value.</summary>
internal enum ValueKind
{
    Text,
    Bool,
    Int,
    Long,
    Guid,
    Enum,
    Own,
}

/// <summary>A spelling, in lower case, of an enumeration's member.</summary>
internal sealed record SpellingModel(string Spelling, string Member);
