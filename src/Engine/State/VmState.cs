using System.Text.Json.Serialization;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.State;

/// <summary>What V2K remembers of a VM between runs: one JSON file beside its results, <see cref="VmStateJson"/>.</summary>
public sealed record VmState
{
    /// <summary>The VM, as in <c>[datastore1] web01/web01.vmx</c>.</summary>
    public required string Vm { get; init; }

    /// <summary>What was made.</summary>
    public SortedDictionary<StepKey, StepRecord> Steps { get; init; } = new(StepKey.Order);

    /// <summary>What failed; without failures that later work has settled, see <see cref="SettledFailures"/>.</summary>
    public SortedDictionary<StepKey, StepFailure> Failures { get; init; } = new(StepKey.Order);

    /// <summary>What was given its final name by a step that is not recorded yet.</summary>
    public SortedDictionary<StepKey, Publication> Published { get; init; } = new(StepKey.Order);

    /// <summary>Whether <see cref="Steps"/> has what a killed run had only published: the file does not say so yet.</summary>
    public bool IsRecovered { get; private init; }

    /// <summary>
    /// The addresses that the guest will configure, as its own files say; empty where they were not read. A test boot
    /// waits for them.
    /// </summary>
    public IReadOnlyList<GuestAddress> Addresses { get; init; } = [];

    /// <summary>What was found in the guest on its disks, by which its domain is translated; null before anybody has looked.</summary>
    public GuestFound? Guest { get; init; }

    /// <summary>What was chosen for its disks; null in the state of a version that did not remember it.</summary>
    public RememberedChoices? Remembered { get; init; }

    /// <summary>That it was cut over; null where it was not.</summary>
    public CutOverRecord? CutOver { get; init; }

    /// <summary>
    /// Reads the state in <paramref name="path"/>, without a lock: it is written whole or not at all. Null where there is
    /// none, or none that can be read: losing the state costs a repeated step, never data. What a killed run had published and
    /// not recorded is recorded in what is returned.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="disks">The disks that the VM has now; null where that is not known.</param>
    /// <exception cref="V2KException">A later version of V2K wrote it, in a format that this one does not know.</exception>
    public static VmState? Read(string path, IReadOnlyList<DiskPlacement>? disks = null)
    {
        var state = VmStateJson.Read(path) is { } read ? Recovered(read) : null;
        if (state is not null && disks is not null)
        {
            DiskSteps.Assign(state, disks);
        }

        if (state is not null)
        {
            SettledFailures.Remove(state);
        }

        return state;
    }

    /// <summary>The same, for looks at many VMs; null also where a later version of V2K wrote it: work on that VM says so.</summary>
    internal static VmState? TryRead(string path, IReadOnlyList<DiskPlacement>? disks = null)
    {
        try
        {
            return Read(path, disks);
        }
        catch (V2KException)
        {
            return null;
        }
    }

    private static VmState Recovered(VmState state)
    {
        if (state.Published.Count == 0)
        {
            return state;
        }

        foreach (var (key, publication) in state.Published)
        {
            if (publication.Recover(state.Steps.GetValueOrDefault(key)) is { } record)
            {
                state.Steps[key] = record;
            }
        }

        state.Published.Clear();
        return state with { IsRecovered = true };
    }
}

/// <summary>Something that the state knows of a step.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IStepEntry<T>
{
    /// <summary>The step; null in a file of format 1.</summary>
    StepKey? Key { get; }

    /// <summary>What the step makes, as people see it: <c>web01.qcow2</c>; null in a file of format 1.</summary>
    string? Name { get; }

    /// <summary>The full paths of what the step makes; empty where that is not known.</summary>
    IEnumerable<string> Paths { get; }

    /// <summary>This with another <see cref="Key"/> and <see cref="Name"/>.</summary>
    T Under(StepKey key, string name);
}

/// <summary>One result: from what, into which files, when.</summary>
/// <param name="Inputs">The fingerprint it was made from.</param>
/// <param name="Outputs">Its files, by full path, as they were when it was done.</param>
/// <param name="Finished">When it was done, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Notes">What is worth showing again when it is up to date, such as the number of findings.</param>
public sealed record StepRecord(
    IReadOnlyDictionary<string, string> Inputs,
    IReadOnlyDictionary<string, FileStamp> Outputs,
    DateTimeOffset Finished,
    double Seconds,
    string Notes) : IStepEntry<StepRecord>
{
    /// <summary>The bytes it dealt with in that time, for rates and estimates; 0 for a step that reports none.</summary>
    public long Bytes { get; init; }

    /// <summary>The step; null until the state has it.</summary>
    public StepKey? Key { get; init; }

    /// <summary>What the step makes, as people see it: <c>web01.qcow2</c>; null for what the record's outputs say.</summary>
    public string? Name { get; init; }

    IEnumerable<string> IStepEntry<StepRecord>.Paths => Outputs?.Keys ?? [];

    StepRecord IStepEntry<StepRecord>.Under(StepKey key, string name) => this with { Key = key, Name = name };
}

/// <summary>An address of a guest's own configuration.</summary>
/// <param name="Mac">The card, in lower case with colons; null where the guest does not bind it to one.</param>
/// <param name="Address">The IPv4 or IPv6 address without a prefix length; null for one that DHCP gives.</param>
public sealed record GuestAddress(string? Mac, string? Address)
{
    /// <summary>The VLAN on which the guest has it, 1 to 4094; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Vlan { get; init; }

    /// <summary>The address for people: <c>192.0.2.5 on VLAN 10</c>.</summary>
    [JsonIgnore]
    public string Text => (Address ?? "DHCP") + (Vlan is null ? "" : $" on VLAN {Vlan}");
}

/// <summary>A step that did not end well.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Message">What failed, where, and what to do.</param>
public sealed record StepFailure(DateTimeOffset At, string Message) : IStepEntry<StepFailure>
{
    /// <summary>The step; null until the state has it.</summary>
    public StepKey? Key { get; init; }

    /// <summary>What the step makes, as people see it: <c>web01.qcow2</c>; null for what the record's outputs say.</summary>
    public string? Name { get; init; }

    IEnumerable<string> IStepEntry<StepFailure>.Paths => [];

    StepFailure IStepEntry<StepFailure>.Under(StepKey key, string name) => this with { Key = key, Name = name };
}
