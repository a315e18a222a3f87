namespace V2K.Engine.Scheduling;

/// <summary>How much may be worked on at once: <c>budgets:</c>.</summary>
public sealed record Budgets
{
    /// <summary>What each host does at once.</summary>
    public HostBudget Host { get; init; } = new();

    /// <summary>What each datastore takes at once, by name; one that is not there has no limits of its own.</summary>
    public IReadOnlyDictionary<string, DatastoreBudget> Datastores { get; init; } = new Dictionary<string, DatastoreBudget>(StringComparer.Ordinal);
}

/// <summary>How much a host does at once; null for what <c>--parallel</c> allows.</summary>
public sealed record HostBudget
{
    /// <summary>Disks that are copied or compared.</summary>
    public int? Disks { get; init; }

    /// <summary>Guests that are adjusted.</summary>
    public int? Appliances { get; init; }

    /// <summary>Guests that are booted for a test.</summary>
    public int? TestBoots { get; init; }

    /// <summary>What all copies together read a second, in bytes; null for no limit.</summary>
    public long? BytesPerSecond { get; init; }
}

/// <summary>How many disks are copied from and to a datastore at once, all hosts together; null for no limit.</summary>
public sealed record DatastoreBudget
{
    /// <summary>Disks that are read from its source.</summary>
    public int? Read { get; init; }

    /// <summary>Disks that are written to its target.</summary>
    public int? Write { get; init; }
}
