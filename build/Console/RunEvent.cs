using System.Text.Json.Serialization;

namespace V2K.Build.Console;

/// <summary>Something that happened in a run, as a line of JSON. What does not belong to its kind is left out.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Vm">The VM's unique name: <c>[datastore1] web01/web01.vmx</c>.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Kind">What happened.</param>
internal sealed record RunEvent(
    DateTimeOffset Time, string Vm, string Name, [property: JsonPropertyName("event")] RunEventKind Kind)
{
    /// <summary>The stage it happened in.</summary>
    public string? Stage { get; init; }

    /// <summary>What the step makes: <c>web01.qcow2</c>.</summary>
    public string? Step { get; init; }

    /// <summary>The place in the VM of the disk that the step makes (<c>scsi0:1</c>), which tells disks of one name apart.</summary>
    public string? Device { get; init; }

    /// <summary>Why the step runs, or need not.</summary>
    public string? Reason { get; init; }

    /// <summary>Bytes dealt with.</summary>
    public long? Done { get; init; }

    /// <summary>Bytes to deal with.</summary>
    public long? Total { get; init; }

    /// <summary>The rate since the step began.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Time left for the step at that rate.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>How long the step took.</summary>
    public double? Seconds { get; init; }

    /// <summary>What came out of it.</summary>
    public string? Notes { get; init; }

    /// <summary>The kind of concern; null for a failure of another kind.</summary>
    public string? Id { get; init; }

    /// <summary><c>info</c>, <c>warning</c> or <c>blocker</c>.</summary>
    public string? Severity { get; init; }

    /// <summary>What failed or was found, and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the VM got through.</summary>
    public bool? Ok { get; init; }
}

/// <summary>The kinds of event.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunEventKind>))]
internal enum RunEventKind
{
    /// <summary>A step has nothing to do.</summary>
    [JsonStringEnumMemberName("upToDate")]
    UpToDate,

    /// <summary>A step begins.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>A step makes progress.</summary>
    [JsonStringEnumMemberName("progress")]
    Progress,

    /// <summary>A step ended well.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>The VM cannot continue.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Something about the VM that one should know.</summary>
    [JsonStringEnumMemberName("found")]
    Found,

    /// <summary>The VM waits for somebody.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>The VM is through with the run.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
}

/// <summary>The events' JSON, a line each.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunEvent))]
internal sealed partial class RunEventJson : JsonSerializerContext;
