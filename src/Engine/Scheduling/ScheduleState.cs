namespace V2K.Engine.Scheduling;

/// <summary>What came of the work so far, and what the administrators hold.</summary>
public sealed record ScheduleState
{
    /// <summary>What came of each item, by its id; nothing has been done for those that are not there.</summary>
    public IReadOnlyDictionary<string, WorkState> Work { get; init; } = new Dictionary<string, WorkState>(StringComparer.Ordinal);

    /// <summary>What must not start; running work continues.</summary>
    public Holds Holds { get; init; } = Holds.None;
}

/// <summary>What came of an item.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Started">When its last attempt began.</param>
public sealed record WorkState(WorkPhase Phase, DateTimeOffset Started)
{
    /// <summary>When its last attempt ended; of no meaning while it runs.</summary>
    public DateTimeOffset Ended { get; init; }

    /// <summary>The host of its last attempt.</summary>
    public string? Host { get; init; }

    /// <summary>Whether an earlier attempt ended well: a disk that is copied ahead again, which what comes after it need not wait for.</summary>
    public bool WasDone { get; init; }

    /// <summary>How often it failed since it last ended well. A host that was lost is no failure of the work.</summary>
    public int Failures { get; init; }
}

/// <summary>How far an item is.</summary>
public enum WorkPhase
{
    /// <summary>It was taken back from a host that was lost, and waits again.</summary>
    Waiting,

    /// <summary>It is being done.</summary>
    Running,

    /// <summary>It ended well.</summary>
    Done,

    /// <summary>Its last attempt failed.</summary>
    Failed,
}

/// <summary>What the administrators hold until they release it.</summary>
/// <param name="All">Whether nothing is started at all.</param>
/// <param name="Waves">Names of waves.</param>
/// <param name="Vms">Ids of VMs.</param>
public sealed record Holds(bool All, IReadOnlySet<string> Waves, IReadOnlySet<string> Vms)
{
    /// <summary>Nothing is held.</summary>
    public static readonly Holds None = new(All: false, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
}

/// <summary>A host that can do work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Limits">How much it does at once.</param>
public sealed record HostState(string Name, HostLimits Limits)
{
    /// <summary>Whether work may be started on it. What runs on a host that does not answer may still be running, and counts.</summary>
    public bool IsUp { get; init; } = true;
}

/// <summary>How much a host does at once.</summary>
/// <param name="Disks">Disks that are copied, ahead or not, or compared.</param>
/// <param name="Appliances">Guests that are adjusted.</param>
/// <param name="TestBoots">Guests that are booted for a test.</param>
/// <param name="Guests">The last two together.</param>
public sealed record HostLimits(int Disks, int Appliances, int TestBoots, int Guests);
