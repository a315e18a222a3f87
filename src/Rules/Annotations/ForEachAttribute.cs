namespace V2K.Rules.Annotations;

/// <summary>
/// Runs the rule once for each instance of a numbered group of keys that has any key in the VMX:
/// <c>[ForEach("ethernet#", 0, 9)]</c>, <c>[ForEach("scsi#:#", 0, 3, 0, 63)]</c>. Instances run in numeric order.
/// </summary>
/// <param name="pattern">The group's name with a <c>#</c> for each number.</param>
/// <param name="first">The lowest first number, inclusive.</param>
/// <param name="last">The highest first number, inclusive; a key beyond it is unknown.</param>
/// <param name="firstUnit">The lowest second number, inclusive.</param>
/// <param name="lastUnit">The highest second number, inclusive.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ForEachAttribute(string pattern, int first, int last, int firstUnit = 0, int lastUnit = 0) : Attribute
{
    /// <summary>The group's name with a <c>#</c> for each number.</summary>
    public string Pattern => pattern;

    /// <summary>The lowest first number, inclusive.</summary>
    public int First => first;

    /// <summary>The highest first number, inclusive.</summary>
    public int Last => last;

    /// <summary>The lowest second number, inclusive.</summary>
    public int FirstUnit => firstUnit;

    /// <summary>The highest second number, inclusive.</summary>
    public int LastUnit => lastUnit;
}
