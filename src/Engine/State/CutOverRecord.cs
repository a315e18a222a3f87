using System.Text.Json.Serialization;
using V2K.Rules;

namespace V2K.Engine.State;

/// <summary>
/// That a VM was cut over: its disks here belong to the guest from then on, and no stage makes them again. Written before the domain is started.
/// Times are UTC.
/// </summary>
/// <param name="Domain">The domain's name.</param>
/// <param name="DownSince">From when on the VM was not, or may not have been, there for its users.</param>
/// <param name="Parts">What the time since then was used for, in order.</param>
public sealed record CutOverRecord(string Domain, DateTimeOffset DownSince, IReadOnlyList<DowntimePart> Parts)
{
    /// <summary>When the guest answered every check, or passed its test boot; null until then.</summary>
    public DateTimeOffset? Done { get; init; }

    /// <summary>Whether the domain was started here.</summary>
    public bool IsStarted { get; init; }

    /// <summary>Whether the hook after the cut-over ended well, or there was none.</summary>
    public bool IsAnnounced { get; init; }

    /// <summary>How long the VM was down; null where it was not started here.</summary>
    [JsonIgnore]
    public TimeSpan? Downtime => IsStarted ? Done - DownSince : null;

    /// <summary>Until when <see cref="Parts"/> say what the time was used for.</summary>
    [JsonIgnore]
    public DateTimeOffset KnownUntil => DownSince + TimeSpan.FromSeconds(Parts.Sum(part => part.Seconds));

    /// <summary>Why no stage has anything to do.</summary>
    [JsonIgnore]
    public string Reason => $"{On(Done ?? DownSince)}: its disks are the guest's";

    /// <summary>When a VM was cut over: <c>cut over on 2026-12-05 22:14:03 UTC</c>.</summary>
    internal static string On(DateTimeOffset time) => $"cut over on {time:yyyy-MM-dd HH:mm:ss} UTC";

    /// <summary>Refuses what would change the disks or the definition of a VM that was cut over.</summary>
    /// <param name="vm">The VM, with its datastore.</param>
    /// <param name="what">What was to be done.</param>
    internal V2KException Refusal(string vm, string what) => new(
        $"was {On(Done ?? DownSince)}, and {what}: its disks hold what the guest wrote since",
        $"To return to VMware without that: --target=RollBack --vm='{vm}'",
        vm);
}

/// <summary>A part of a downtime.</summary>
/// <param name="Name">What it was used for, such as <c>convert</c>.</param>
/// <param name="Seconds">How long.</param>
public sealed record DowntimePart(string Name, double Seconds);
