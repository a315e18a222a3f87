using V2K.Generators.Model;

namespace V2K.Generators.Planning;

/// <summary>A key pattern as the translator knows it.</summary>
/// <param name="text">The pattern as its first author spells it.</param>
internal sealed class KeyPlan(string text)
{
    /// <summary>The pattern as its first author spells it.</summary>
    public string Text { get; } = text;

    /// <summary>The pattern as keys are compared with it.</summary>
    public string Lower { get; } = text.ToLowerInvariant();

    /// <summary>How many numbers it has.</summary>
    public int Numbers { get; } = text.Count(c => c == '#');

    /// <summary>Its place in the translator's table.</summary>
    public int Id { get; set; } = -1;

    /// <summary>The sites whose rules or declarations name it, beside what is built in.</summary>
    public SortedSet<string> Sites { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether something built-in names it: it is then known whatever the site.</summary>
    public bool IsBuiltIn { get; set; }

    /// <summary>Whether a rule asks for it.</summary>
    public bool IsBound { get; set; }

    /// <summary>The numbers it may have: the union of what its rules loop over.</summary>
    public GroupModel? Range { get; private set; }

    /// <summary>Its first slot; -1 where no rule asks for it.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>How many slots the first number is worth.</summary>
    public int Stride => Numbers == 2 ? Range!.LastUnit + 1 : 1;

    /// <summary>How many slots it needs.</summary>
    public int Slots => Numbers switch
    {
        0 => 1,
        1 => Range!.Last + 1,
        _ => (Range!.Last + 1) * (Range.LastUnit + 1),
    };

    /// <summary>The group whose instances it makes present.</summary>
    public GroupPlan? Group { get; set; }

    /// <summary>The catalogue's entries that ignore it, of different sites.</summary>
    public List<int> Ignored { get; } = [];

    /// <summary>The catalogue's concerns about it.</summary>
    public List<int> Concerns { get; } = [];

    /// <summary>Widens the range by a rule's own.</summary>
    public void Widen(GroupModel? group)
    {
        if (Numbers > 0 && group is not null)
        {
            Range = Range is null ? group : GroupPlan.Union(Range, group);
        }
    }
}
