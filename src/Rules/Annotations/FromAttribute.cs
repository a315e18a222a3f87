namespace V2K.Rules.Annotations;

/// <summary>
/// Binds a parameter of a rule to what other rules made: the generator runs those first, and refuses a circle.
/// </summary>
/// <param name="target">A property of <see cref="Model.Domain"/> or <see cref="Model.Facts"/>; write it with <c>nameof</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromAttribute(string target) : Attribute
{
    /// <summary>The property whose value the parameter receives.</summary>
    public string Target => target;
}
