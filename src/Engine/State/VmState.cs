using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Rules.Model;

namespace V2K.Engine.State;

/// <summary>What V2K remembers of a VM between runs: one JSON file beside its results.</summary>
public sealed record VmState
{
    /// <summary>The version of this format; a file of another version is not trusted, and everything runs again.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format the file was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The VM, as in <c>[datastore1] web01/web01.vmx</c>.</summary>
    public required string Vm { get; init; }

    /// <summary>What was made, by stage and output: <c>Convert web01.qcow2</c>.</summary>
    public SortedDictionary<string, StepRecord> Steps { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What was tried last and failed, by the same keys; gone once it succeeds.</summary>
    public SortedDictionary<string, StepFailure> Failures { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What was given its final name by a step that is not recorded yet, by the same keys.</summary>
    public SortedDictionary<string, Publication> Published { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether <see cref="Steps"/> has what a killed run had only published: the file does not say so yet.</summary>
    [JsonIgnore]
    public bool IsRecovered { get; private init; }

    /// <summary>
    /// The addresses that the guest will configure, as its own files say; empty where they were not read. A test boot
    /// waits for them.
    /// </summary>
    public IReadOnlyList<GuestAddress> Addresses { get; init; } = [];

    /// <summary>What was found in the guest on its disks, by which its domain is translated; null before anybody has looked.</summary>
    public GuestFound? Guest { get; init; }

    /// <summary>
    /// Reads the state in <paramref name="path"/>, without a lock: it is written whole or not at all. Null where there is
    /// none, or none that can be read: losing the state costs a repeated step, never data. What a killed run had published and
    /// not recorded is recorded in what is returned.
    /// </summary>
    public static VmState? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var state = JsonSerializer.Deserialize(stream, VmStateJson.Default.VmState);
            return state?.Version == CurrentVersion ? Recovered(WithoutGaps(state)) : null;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>What an earlier build did not write yet, or somebody set to null, is empty: the reader leaves it null.</summary>
    private static VmState WithoutGaps(VmState state) => state with
    {
        Steps = state.Steps ?? [],
        Failures = state.Failures ?? [],
        Addresses = state.Addresses ?? [],
        Published = state.Published ?? [],
    };

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
    string Notes)
{
    /// <summary>The bytes it dealt with in that time, for rates and estimates; 0 for a step that reports none.</summary>
    public long Bytes { get; init; }
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
public sealed record StepFailure(DateTimeOffset At, string Message);

/// <summary>The state's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(VmState))]
internal sealed partial class VmStateJson : JsonSerializerContext;
