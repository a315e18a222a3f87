using System.Text.Json.Serialization;

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
    string Notes);

/// <summary>The state's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VmState))]
internal sealed partial class VmStateJson : JsonSerializerContext;
