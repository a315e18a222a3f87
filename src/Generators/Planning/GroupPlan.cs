using V2K.Generators.Model;

namespace V2K.Generators.Planning;

/// <summary>A numbered group of keys, and the bits that say which of its instances a VMX file has.</summary>
/// <param name="range">The union of the ranges of the rules that run for it.</param>
internal sealed class GroupPlan(GroupModel range)
{
    /// <summary>The union of the ranges of the rules that run for it.</summary>
    public GroupModel Range { get; private set; } = range;

    /// <summary>Its first bit.</summary>
    public int Bit { get; set; }

    /// <summary>How many bits the first number is worth.</summary>
    public int Stride => Range.Numbers == 2 ? Range.LastUnit + 1 : 1;

    /// <summary>How many bits it has.</summary>
    public int Bits => (Range.Last + 1) * Stride;

    /// <summary>Widens the range by another rule's.</summary>
    public void Widen(GroupModel other) => Range = Union(Range, other);

    /// <summary>The smallest range that holds both.</summary>
    public static GroupModel Union(GroupModel one, GroupModel other) => one with
    {
        First = Math.Min(one.First, other.First),
        Last = Math.Max(one.Last, other.Last),
        FirstUnit = Math.Min(one.FirstUnit, other.FirstUnit),
        LastUnit = Math.Max(one.LastUnit, other.LastUnit),
    };
}
