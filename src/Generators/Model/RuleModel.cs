namespace V2K.Generators.Model;

/// <summary>One rule as its class declares it. No symbol, syntax or location: equal rules make equal models.</summary>
/// <param name="Class">The class with its <c>global::</c> name.</param>
/// <param name="Name">The class's own name.</param>
/// <param name="Topic">The member of <c>Topic</c>.</param>
/// <param name="Target">The property it fills.</param>
/// <param name="Part">Tells apart the rules that add to one list without numbering; empty for none.</param>
/// <param name="ForEach">The numbered group it runs for; null: it runs once.</param>
/// <param name="Parameters">What its <c>Map</c> wants, in order.</param>
/// <param name="Returns">What its <c>Map</c> gives.</param>
/// <param name="Doc">Its entry in the catalogue.</param>
/// <param name="Site">The site it belongs to; null for a built-in rule.</param>
/// <param name="Source">The file's name without its folder.</param>
internal sealed record RuleModel(
    string Class,
    string Name,
    string Topic,
    TargetModel Target,
    string Part,
    GroupModel? ForEach,
    EquatableArray<ParameterModel> Parameters,
    ReturnModel Returns,
    DocModel Doc,
    string? Site,
    string Source);

/// <summary>A property of <c>Domain</c> or <c>Facts</c>.</summary>
/// <param name="Holder"><c>Domain</c> or <c>Facts</c>.</param>
/// <param name="Property">The property's name.</param>
/// <param name="Type">The property's type with its <c>global::</c> name and nullability.</param>
/// <param name="Element">The type of one value: a list's element, otherwise the property's type without nullability.</param>
/// <param name="IsList">True for <c>IReadOnlyList&lt;T&gt;</c>: every rule's value is added.</param>
/// <param name="HasDevice">Whether the elements of a list say which VMware device they are: <c>VmxDevice</c>.</param>
internal sealed record TargetModel(string Holder, string Property, string Type, string Element, bool IsList, bool HasDevice)
{
    /// <summary><c>Domain.Memory</c>: the name that orders, joins and reports.</summary>
    public string FullName => Holder + "." + Property;
}

/// <summary>A numbered group of keys and the numbers it may have, all inclusive.</summary>
internal sealed record GroupModel(string Pattern, int First, int Last, int FirstUnit, int LastUnit)
{
    /// <summary>How many numbers the pattern has, 1 or 2.</summary>
    public int Numbers => Pattern.Count(c => c == '#');

    /// <summary>Whether both have the same numbers, however they spell the pattern.</summary>
    public bool SameNumbers(GroupModel other) => this with { Pattern = other.Pattern } == other;
}

/// <summary>What <c>Map</c> returns.</summary>
/// <param name="IsMapped">A <c>Mapped&lt;T&gt;</c>, with findings and vetoes, rather than the bare value.</param>
/// <param name="IsList">Several elements of a list target at once.</param>
internal sealed record ReturnModel(bool IsMapped, bool IsList);

/// <summary>A rule's doc comment as Markdown, and its examples as they stand there.</summary>
internal sealed record DocModel(string Summary, EquatableArray<string> Examples);
