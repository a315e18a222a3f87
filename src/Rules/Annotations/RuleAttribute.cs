namespace V2K.Rules.Annotations;

/// <summary>
/// Makes a static class a mapping rule. The class has one public static method <c>Map</c>, a pure function whose
/// parameters are bound by <see cref="VmxAttribute"/>, <see cref="IndexAttribute"/>, <see cref="FromAttribute"/> and,
/// in a site's rule, <see cref="BuiltInAttribute"/>, or are the <see cref="Translation.TranslationOptions"/>; it returns the target's type, null where it has nothing
/// to say, a list of elements for a list target, or a <see cref="Translation.Mapped{T}"/> to add findings. The class's summary and example are its entry
/// in the rule catalogue; the tests execute the example.
/// </summary>
/// <param name="target">
/// The property of <see cref="Model.Domain"/> or <see cref="Model.Facts"/> that the rule fills; write it with
/// <c>nameof</c>. A list target (<c>IReadOnlyList</c>) takes what every rule makes: first the rules without
/// <see cref="ForEachAttribute"/>, then those with, both in the alphabetical order of part and pattern, each
/// instance in numeric order.
/// </param>
/// <param name="topic">The chapter of the catalogue.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RuleAttribute(string target, Topic topic) : Attribute
{
    /// <summary>The property of the domain or of the facts that the rule fills.</summary>
    public string Target => target;

    /// <summary>The chapter of the catalogue.</summary>
    public Topic Topic => topic;

    /// <summary>
    /// Tells apart the rules that add to one list target without numbering, such as the channels of the guest agent
    /// and of the clipboard. Rules of the same part compete: a site's goes before the built-in one.
    /// </summary>
    public string? Part { get; init; }
}
