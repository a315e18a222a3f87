using System.Globalization;

namespace V2K.Engine.Scheduling;

/// <summary>What may start now, and for everything else that is to be done why not yet. Running and finished work is in neither list.</summary>
/// <param name="Starts">What to start, in this order.</param>
/// <param name="Waiting">What waits, in the order in which it was looked at.</param>
/// <param name="Next">When to decide again although nothing has ended meanwhile; null where time alone changes nothing.</param>
public sealed record Decision(IReadOnlyList<WorkStart> Starts, IReadOnlyList<WaitingWork> Waiting, DateTimeOffset? Next);

/// <summary>An item that may start.</summary>
/// <param name="Item">The item.</param>
/// <param name="Host">Where.</param>
public sealed record WorkStart(WorkItem Item, string Host);

/// <summary>An item that waits.</summary>
/// <param name="Item">The item.</param>
/// <param name="Why">Why.</param>
public sealed record WaitingWork(WorkItem Item, WaitReason Why);

/// <summary>Why an item waits.</summary>
/// <param name="Kind">The kind of reason.</param>
/// <param name="About">What it waits for: a VM, an item, a window, a wave, a datastore or a host; null where nothing is to be named.</param>
/// <param name="Until">When the reason ends; null where that depends on other work or on people.</param>
public readonly record struct WaitReason(WaitKind Kind, string? About = null, DateTimeOffset? Until = null)
{
    /// <summary>How long the work takes, or has failed already, as the kind has it.</summary>
    public TimeSpan Needs { get; init; }

    /// <summary>Whether it waits for people: nothing that V2K does or waits for ends this reason.</summary>
    public bool NeedsAttention => Kind is WaitKind.HeldAll or WaitKind.HeldWave or WaitKind.HeldVm or WaitKind.GaveUp or WaitKind.AfterFailed or WaitKind.NeverFits;

    /// <summary>The reason as a sentence without a full stop.</summary>
    public string Text => Kind switch
    {
        WaitKind.HeldAll => "all work is on hold",
        WaitKind.HeldWave => $"the wave '{About}' is on hold",
        WaitKind.HeldVm => "the VM is on hold",
        WaitKind.After => $"waits for {About}",
        WaitKind.AfterFailed => $"waits for {About}, which failed",
        WaitKind.Soak => $"waits until {At}, the soak time after {About}",
        WaitKind.WindowClosed => $"the window '{About}' opens {At}",
        WaitKind.WindowTooShort => $"takes {Words.Duration(Needs)}, for which too little of the window '{About}' is left: waits for {At}",
        WaitKind.NeverFits => $"takes {Words.Duration(Needs)}, for which the window '{About}' is too short: make it longer, or its lockout shorter",
        WaitKind.WindowFull => $"as many VMs as the window '{About}' has capacity for were cut over: waits for {At}",
        WaitKind.Retry => $"failed, and is tried again {At}",
        WaitKind.GaveUp => $"failed, and is not tried again: {About}",
        WaitKind.NotBefore => $"is copied ahead from {At} on",
        WaitKind.HostBusy => $"the hosts do as many {About} at once as they may",
        WaitKind.DatastoreRead => $"as many disks of datastore '{About}' are read at once as may be",
        WaitKind.DatastoreWrite => $"as many disks are written to datastore '{About}' at once as may be",
        WaitKind.NoHost => About is null ? "no host is up" : $"the host {About} is not up",
        _ => throw new InvalidOperationException($"no text for {Kind}"),
    };

    private string At => Until is { } until ? until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "later";
}

/// <summary>Kinds of reasons to wait.</summary>
public enum WaitKind
{
    /// <summary>All work is held.</summary>
    HeldAll,

    /// <summary>The wave is held.</summary>
    HeldWave,

    /// <summary>The VM is held.</summary>
    HeldVm,

    /// <summary>Other work comes first: an earlier step, or a VM that <c>order:</c> has before.</summary>
    After,

    /// <summary>The same, and that work failed for good.</summary>
    AfterFailed,

    /// <summary>The VMs before have not been up for long enough.</summary>
    Soak,

    /// <summary>The window is closed.</summary>
    WindowClosed,

    /// <summary>The window is open, and closes too early.</summary>
    WindowTooShort,

    /// <summary>No opening of the window is long enough.</summary>
    NeverFits,

    /// <summary>The window's capacity is used up.</summary>
    WindowFull,

    /// <summary>It failed, and its delay has not passed.</summary>
    Retry,

    /// <summary>It failed as often as it may.</summary>
    GaveUp,

    /// <summary>It is to be copied ahead, or again, later.</summary>
    NotBefore,

    /// <summary>The hosts do as much as they may.</summary>
    HostBusy,

    /// <summary>A datastore is read as much as it may be.</summary>
    DatastoreRead,

    /// <summary>A datastore is written as much as it may be.</summary>
    DatastoreWrite,

    /// <summary>No host that can do it is up.</summary>
    NoHost,
}
