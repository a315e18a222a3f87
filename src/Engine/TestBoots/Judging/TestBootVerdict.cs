using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.State;
using V2K.Engine.TestBoots.Signals;

namespace V2K.Engine.TestBoots.Judging;

/// <summary>What became of a test boot: <c>web01.testboot.json</c>.</summary>
public sealed record TestBootVerdict
{
    /// <summary>The VM, with its datastore.</summary>
    public required string Vm { get; init; }

    /// <summary>The domain that was copied.</summary>
    public required string Domain { get; init; }

    /// <summary>Whether the guest came up.</summary>
    public required bool Passed { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>From the start to the verdict.</summary>
    public required double Seconds { get; init; }

    /// <summary>How it ran: <c>kvm</c> or <c>qemu</c>.</summary>
    public required string VirtType { get; init; }

    /// <summary>Every signal, in the order they came.</summary>
    public required IReadOnlyList<SeenSignal> Signals { get; init; }

    /// <summary>Why it did not come up; null where it did.</summary>
    public Diagnosis? Diagnosis { get; init; }

    /// <summary>What is to be looked at though it came up.</summary>
    public string? Warning { get; init; }

    /// <summary>What its screen showed last, where that was text.</summary>
    public string? Screen { get; init; }

    /// <summary>The serial log's file name; null where it said nothing.</summary>
    public string? SerialLog { get; init; }

    /// <summary>The screenshot's file name; null where none could be taken.</summary>
    public string? Screenshot { get; init; }

    /// <summary>The best signal; null where none came.</summary>
    [JsonIgnore]
    public SeenSignal? Best => Signals.MinBy(signal => signal.Kind);

    /// <summary>One line for people.</summary>
    [JsonIgnore]
    public string Summary => Passed
        ? $"up after {Best!.Seconds:0} s: {Best.Text}{(Signals.FirstOrDefault(signal => signal.Kind == BootSignal.Unlocked) is { } unlocked ? $"; it {unlocked.Text}" : "")}"
        : $"{Diagnosis!.Meaning}{(Diagnosis.Evidence.Length > 0 ? $" (\"{Diagnosis.Evidence}\")" : "")}";

    /// <summary>Writes it to <paramref name="path"/>.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json.TestBootVerdict) + "\n");

    /// <summary>Reads what <see cref="Write"/> wrote; null where there is nothing that can be read.</summary>
    public static TestBootVerdict? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), Json.TestBootVerdict);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private static readonly TestBootJson Json =
        new(new JsonSerializerOptions(TestBootJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Verdicts as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TestBootVerdict))]
public sealed partial class TestBootJson : JsonSerializerContext;
