namespace V2K.Rules.Annotations;

/// <summary>
/// Binds a parameter of a site rule to what the built-in rule makes of the same target and instance, null where it
/// makes nothing: <c>Map([BuiltIn] Interface? nic) => nic is null ? null : nic with { … }</c> changes one detail.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BuiltInAttribute : Attribute;
