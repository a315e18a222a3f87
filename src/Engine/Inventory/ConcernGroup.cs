using V2K.Engine.Concerns;

namespace V2K.Engine.Inventory;

/// <summary>A concern that any number of VMs have, as it is reported once for all of them.</summary>
/// <typeparam name="T">What has the concern.</typeparam>
/// <param name="Concern">What is said of all of them; without what differs from one to the next.</param>
/// <param name="Owners">Those that have it, in the order given, each once.</param>
public sealed record ConcernGroup<T>(ConcernLine Concern, IReadOnlyList<T> Owners);

/// <summary>Sums up the concerns of many VMs: 300 VMs with the same two warnings are two lines.</summary>
public static class ConcernGroups
{
    private const int MostKeys = 5;

    /// <summary>Groups <paramref name="concerns"/> by id and key: blockers first, then what most have. The lines they come from are no matter.</summary>
    /// <param name="concerns">What has each concern, and the concern.</param>
    /// <param name="most">If there are more groups than this, keys no longer tell them apart.</param>
    public static IReadOnlyList<ConcernGroup<T>> Of<T>(IReadOnlyCollection<(T Owner, ConcernLine Concern)> concerns, int most = int.MaxValue)
    {
        var groups = Group(concerns, concern => concern.Key);
        groups = groups.Count > most ? Group(concerns, _ => null) : groups;
        return
        [
            .. groups.OrderBy(group => Rank(group.Concern))
                .ThenByDescending(group => group.Owners.Count)
                .ThenBy(group => group.Concern.Id, StringComparer.Ordinal)
                .ThenBy(group => group.Concern.Key, StringComparer.Ordinal),
        ];
    }

    private static List<ConcernGroup<T>> Group<T>(IEnumerable<(T Owner, ConcernLine Concern)> concerns, Func<ConcernLine, string?> key) =>
    [
        .. concerns.GroupBy(item => (Kind: KindOf(item.Concern), Key: key(item.Concern), item.Concern.Severity, item.Concern.IsIgnored))
            .Select(same => new ConcernGroup<T>(
                InCommon([.. same.Select(item => item.Concern).Distinct()]), [.. same.Select(item => item.Owner).Distinct()])),
    ];

    /// <summary>The id. Concerns without one, such as the warnings of a program, have only their words in common.</summary>
    private static string KindOf(ConcernLine concern) => concern.Id.Length > 0 ? concern.Id : concern.What;

    /// <summary>What can be said of all of <paramref name="concerns"/>, which have one id: their words where these are the same, else what the catalogue says of the id.</summary>
    private static ConcernLine InCommon(IReadOnlyList<ConcernLine> concerns)
    {
        var first = concerns[0];
        if (concerns.Count == 1)
        {
            return first;
        }

        var keys = concerns.Select(concern => concern.Key).Distinct(StringComparer.Ordinal).ToList();
        var key = keys.Count == 1 ? keys[0] : null;
        var common = concerns.DistinctBy(concern => (concern.What, concern.Changes, concern.Remedy)).Count() == 1 ? first
            : ConcernKinds.InOrder.FirstOrDefault(kind => kind.Id == first.Id) is { } kind ? Of(kind, first)
            : first with { What = "for example, " + first.What };
        return common with { Key = key, What = keys.Count > 1 && keys[0] is not null ? $"{common.What} ({List(keys)})" : common.What };
    }

    /// <summary>The catalogue has what it is and what follows from it in one sentence.</summary>
    private static ConcernLine Of(ConcernKind kind, ConcernLine first) => first with { What = kind.Summary, Changes = "", Remedy = kind.Remedy };

    private static string List(List<string?> keys) =>
        string.Join(", ", keys.Take(MostKeys)) + (keys.Count > MostKeys ? $" and {keys.Count - MostKeys} more" : "");

    private static int Rank(ConcernLine concern) => concern switch
    {
        { IsIgnored: true } => 3,
        { IsBlocker: true } => 0,
        { Severity: "warning" } => 1,
        _ => 2,
    };
}
