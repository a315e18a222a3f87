namespace V2K.Rules.Model;

/// <summary>
/// What rules work out for other rules, and no template sees: <see cref="Annotations.FromAttribute"/> asks for it.
/// </summary>
public sealed record Facts;
