namespace V2K.Rules.Annotations;

/// <summary>
/// Says that VMX keys are known and left out on purpose. It is on a static class in its topic's folder,
/// which needs no members.
/// </summary>
/// <param name="key">A key, with <c>#</c> for any number; a closing <c>*</c> takes every key that begins so.</param>
/// <param name="topic">The chapter of the catalogue.</param>
/// <param name="because">Why KVM does not need it, as the end of the sentence "ignored, because …".</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IgnoredAttribute(string key, Topic topic, string because) : Attribute
{
    /// <summary>The key or key pattern.</summary>
    public string Key => key;

    /// <summary>The chapter of the catalogue.</summary>
    public Topic Topic => topic;

    /// <summary>Why KVM does not need it.</summary>
    public string Because => because;

    /// <summary>
    /// Whether the value is a secret, which is masked wherever it would be shown. Where it is not said, the next wider declaration decides:
    /// <c>guestinfo.*</c> for <c>guestinfo.ip</c>.
    /// </summary>
    public bool Secret { get; init; }
}
