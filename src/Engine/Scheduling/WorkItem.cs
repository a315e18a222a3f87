namespace V2K.Engine.Scheduling;

/// <summary>A piece of work that is started as a whole.</summary>
/// <param name="Id">Its unique name.</param>
/// <param name="Vm">The VM that it is for.</param>
/// <param name="Kind">What it takes.</param>
public sealed record WorkItem(string Id, ScheduledVm Vm, WorkKind Kind)
{
    /// <summary>The items that must be done before, by their ids: earlier steps of the VM, or those of a VM that shares a disk with it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>The datastore that it reads; null for none.</summary>
    public string? Reads { get; init; }

    /// <summary>The datastore that it writes; null for none.</summary>
    public string? Writes { get; init; }

    /// <summary>How long it takes, as far as was measured. A cut-over that takes longer than its window has left waits for the next one.</summary>
    public TimeSpan Time { get; init; }

    /// <summary>The only host that can do it; null for any.</summary>
    public string? Host { get; init; }
}

/// <summary>Kinds of work, by what they take.</summary>
public enum WorkKind
{
    /// <summary>A disk that is copied ahead while its VM runs; again and again where its wave says so.</summary>
    Precopy,

    /// <summary>A disk that is copied or compared.</summary>
    Copy,

    /// <summary>A guest that is adjusted in an appliance.</summary>
    Adjust,

    /// <summary>A guest that is booted for a test.</summary>
    TestBoot,

    /// <summary>A VM that is moved: the time from its shut-down to its first answer. The only kind that follows windows and <c>order:</c>.</summary>
    CutOver,
}

/// <summary>What the scheduler knows of a VM.</summary>
/// <param name="Id">Its unique name.</param>
/// <param name="Wave">Its wave; null for none.</param>
public sealed record ScheduledVm(string Id, ScheduledWave? Wave = null)
{
    /// <summary>Which entry of <c>order:</c> it belongs to, from 0; null for none, which waits for no other VM.</summary>
    public int? Group { get; init; }
}

/// <summary>What the scheduler knows of a wave.</summary>
/// <param name="Name">Its name.</param>
public sealed record ScheduledWave(string Name)
{
    /// <summary>Work of waves with a higher number goes first.</summary>
    public int Priority { get; init; }

    /// <summary>When its VMs may be cut over; null for any time.</summary>
    public CutOverWindow? Window { get; init; }

    /// <summary>How long after the last VM of a group is up the next group waits.</summary>
    public TimeSpan Soak { get; init; }

    /// <summary>When its VMs are first copied ahead; null for at once.</summary>
    public DateTimeOffset? PrecopyFrom { get; init; }

    /// <summary>How long after the end of a copy it is copied ahead again; null for never.</summary>
    public TimeSpan? PrecopyEvery { get; init; }
}
