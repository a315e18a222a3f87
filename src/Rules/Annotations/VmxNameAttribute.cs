namespace V2K.Rules.Annotations;

/// <summary>The spelling that VMX files have for a member of an enumeration, matched without regard to case.</summary>
/// <param name="name">A spelling; several attributes give several spellings.</param>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public sealed class VmxNameAttribute(string name) : Attribute
{
    /// <summary>The spelling.</summary>
    public string Name => name;
}
