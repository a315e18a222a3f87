namespace V2K.Rules.Annotations;

/// <summary>
/// Binds a parameter of a rule to the value of a VMX key, matched without regard to case.
/// An absent key gives null, or the parameter's default value where its type is not nullable.
/// </summary>
/// <param name="key">
/// A whole key (<c>numvcpus</c>), or in a <see cref="ForEachAttribute"/> rule the rest of the group's key with its
/// leading dot (<c>.fileName</c> means <c>scsi#:#.fileName</c>). A <c>#</c> in a whole key takes the instance's first
/// number: <c>scsi#.virtualDev</c> is the controller of <c>scsi#:#</c>.
/// </param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class VmxAttribute(string key) : Attribute
{
    /// <summary>The key, whole or relative to the group.</summary>
    public string Key => key;

    /// <summary>
    /// Whether the value is a secret. A parameter of type <see cref="SecretText"/> says so by its type; <c>Secret = false</c> says that a key is none
    /// although its name sounds so, or a wider declaration says it.
    /// </summary>
    public bool Secret { get; init; }
}
