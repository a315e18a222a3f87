namespace V2K.Rules.Annotations;

/// <summary>
/// Makes a static class a mapping rule. The class has one public static method <c>Map</c>, a pure function whose
/// parameters are bound by <see cref="VmxAttribute"/>, <see cref="IndexAttribute"/> and <see cref="FromAttribute"/>,
/// or are the <see cref="Translation.TranslationOptions"/>; it returns the target's type, null where it has nothing
/// to say, or a <see cref="Translation.Mapped{T}"/> to add findings. The class's summary and example are its entry
/// in the rule catalogue; the tests execute the example.
/// </summary>
/// <param name="target">
/// The property of <see cref="Model.Domain"/> or <see cref="Model.Facts"/> that the rule fills; write it with
/// <c>nameof</c>. A list target is filled by one rule for each <see cref="ForEachAttribute"/> pattern.
/// </param>
/// <param name="topic">The chapter of the catalogue.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RuleAttribute(string target, Topic topic) : Attribute
{
    /// <summary>The property of the domain or of the facts that the rule fills.</summary>
    public string Target => target;

    /// <summary>The chapter of the catalogue.</summary>
    public Topic Topic => topic;
}
