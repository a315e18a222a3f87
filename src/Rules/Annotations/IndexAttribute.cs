namespace V2K.Rules.Annotations;

/// <summary>Binds an <see langword="int"/> parameter to a number of the instance in a <see cref="ForEachAttribute"/> rule.</summary>
/// <param name="position">0 for the pattern's first <c>#</c>, 1 for its second.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class IndexAttribute(int position = 0) : Attribute
{
    /// <summary>0 for the pattern's first <c>#</c>, 1 for its second.</summary>
    public int Position => position;
}
