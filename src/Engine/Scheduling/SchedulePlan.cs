namespace V2K.Engine.Scheduling;

/// <summary>All there is to do, and within which limits.</summary>
/// <param name="items">The work, each item with an id of its own; not changed afterwards.</param>
public sealed class SchedulePlan(IReadOnlyList<WorkItem> items)
{
    private PlanIndex? _index;

    /// <summary>The work. Among equals, what stands earlier goes first.</summary>
    public IReadOnlyList<WorkItem> Items { get; } = items;

    /// <summary>What each datastore takes at once, by name.</summary>
    public IReadOnlyDictionary<string, DatastoreBudget> Datastores { get; init; } = new Dictionary<string, DatastoreBudget>(StringComparer.Ordinal);

    /// <summary>How often work is tried.</summary>
    public RetryLimit Retries { get; init; } = RetryLimit.Once;

    /// <summary>The numbers of its items.</summary>
    internal PlanIndex Index => _index ??= new PlanIndex(Items);
}

/// <summary>How often failed work is tried again.</summary>
/// <param name="Attempts">How often it is tried in all, at least 1.</param>
/// <param name="Delay">How long after the first failure; twice as long after each further one.</param>
public sealed record RetryLimit(int Attempts, TimeSpan Delay)
{
    /// <summary>The delay stops growing after this many failures.</summary>
    private const int MostDoublings = 6;

    /// <summary>Failed work is not tried again.</summary>
    public static readonly RetryLimit Once = new(1, TimeSpan.Zero);

    /// <summary>How long to wait after <paramref name="failures"/> failures.</summary>
    public TimeSpan DelayAfter(int failures) => Delay * (1 << Math.Clamp(failures - 1, 0, MostDoublings));
}
