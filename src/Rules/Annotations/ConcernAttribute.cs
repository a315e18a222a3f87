using V2K.Rules.Findings;

namespace V2K.Rules.Annotations;

/// <summary>
/// Says that VMX keys are known, have no counterpart that V2K can write, and matter to the administrator.
/// It is on a static class in its topic's folder, which needs no members.
/// </summary>
/// <param name="key">A key, with <c>#</c> for any number; a closing <c>*</c> takes every key that begins so.</param>
/// <param name="topic">The chapter of the catalogue.</param>
/// <param name="severity">How much it matters.</param>
/// <param name="changes">What it changes for the guest.</param>
/// <param name="remedy">What to do about it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ConcernAttribute(string key, Topic topic, Severity severity, string changes, string remedy) : Attribute
{
    /// <summary>The key or key pattern.</summary>
    public string Key => key;

    /// <summary>The chapter of the catalogue.</summary>
    public Topic Topic => topic;

    /// <summary>How much it matters.</summary>
    public Severity Severity => severity;

    /// <summary>What it changes for the guest.</summary>
    public string Changes => changes;

    /// <summary>What to do about it.</summary>
    public string Remedy => remedy;

    /// <summary>The kind of finding, one of <see cref="FindingId"/>; null: the key pattern names it.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// The value, without regard to case, that raises the concern; any other is ignored as harmless.
    /// Null: every value other than an empty one, <c>FALSE</c> and <c>0</c> raises it.
    /// </summary>
    public string? When { get; init; }

    /// <summary>A value, without regard to case, that does not raise the concern: VMware's default, spelled out.</summary>
    public string? Except { get; init; }

    /// <inheritdoc cref="IgnoredAttribute.Secret"/>
    public bool Secret { get; init; }
}
