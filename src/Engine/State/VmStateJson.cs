using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Model;

namespace V2K.Engine.State;

/// <summary>
/// The state file. Its keys of steps (<see cref="StepKeyJson"/>) are the only ones that are text. Format 1 knew a step by its stage and what it makes
/// (<c>Convert web01.qcow2</c>). Format 2 keeps such a text as the name in the file, so that a version of V2K that knows format 1 alone finds
/// what was made and does not repeat it; the key itself is in the entry, and the text is made unique if two disks have the same name.
/// </summary>
internal static class VmStateJson
{
    /// <summary>The format that is written.</summary>
    private const int Format = 2;

    /// <summary>The oldest format whose readers are safe with what is written.</summary>
    private const int Version = 1;

    /// <summary>Reads the state in <paramref name="path"/>, of either format; null where there is none, or none that can be read.</summary>
    /// <exception cref="V2KException">It is of a later format, whose readers only are safe with it.</exception>
    internal static VmState? Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, Context.Default.Document) is { } document ? State(document, path) : null;
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The text of the file for <paramref name="state"/>.</summary>
    internal static string Text(VmState state) => JsonSerializer.Serialize(
        new Document
        {
            Version = Version,
            Format = Format,
            Vm = state.Vm,
            Steps = Named(state.Steps),
            Failures = Named(state.Failures),
            Published = Named(state.Published),
            Addresses = state.Addresses,
            Guest = state.Guest,
            Remembered = state.Remembered,
            CutOver = state.CutOver,
        },
        Context.Default.Document) + "\n";

    /// <summary>What an earlier build did not write yet, or somebody set to null, is empty: the reader leaves it null.</summary>
    private static VmState State(Document document, string path) => document.Version > Version
        ? throw new V2KException(
            $"was written by a later version of V2K, in format {document.Version}, which this version does not know",
            "Use that version or a newer one: this version cannot determine which work is finished",
            path)
        : new VmState
        {
            Vm = document.Vm,
            Steps = Keyed(document.Steps, step => step.Finished),
            Failures = Keyed(document.Failures, failure => failure.At),
            Published = Keyed(document.Published, _ => default),
            Addresses = document.Addresses ?? [],
            Guest = document.Guest,
            Remembered = document.Remembered is { Disks: null } remembered ? remembered with { Disks = [] } : document.Remembered,
            CutOver = document.CutOver is { Parts: null } cutOver ? cutOver with { Parts = [] } : document.CutOver,
        };

    private static SortedDictionary<string, T> Named<T>(SortedDictionary<StepKey, T> entries)
        where T : IStepEntry<T>
    {
        var named = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, entry) in entries)
        {
            var name = entry.Name ?? key.Subject.Text;
            var text = $"{key.Stage} {name}";
            while (!named.TryAdd(text, entry.Under(key, name)))
            {
                text += $" ({key.Subject.Text})";
            }
        }

        return named;
    }

    /// <param name="entries">What the file has.</param>
    /// <param name="time">When an entry was made. Format 1 had one for each name that a VM's domain once had, and the last is the one that counts.</param>
    private static SortedDictionary<StepKey, T> Keyed<T>(SortedDictionary<string, T>? entries, Func<T, DateTimeOffset> time)
        where T : class, IStepEntry<T>
    {
        var keyed = new SortedDictionary<StepKey, T>(StepKey.Order);
        foreach (var (text, entry) in (entries ?? []).Where(entry => entry.Value is not null).OrderByDescending(entry => time(entry.Value)))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && Enum.TryParse<Stage>(text[..space], out var stage))
            {
                var name = entry.Name ?? text[(space + 1)..];
                var key = entry.Key ?? KeyOfFormat1(stage, name, entry);
                key = keyed.ContainsKey(key) ? key with { Subject = StepSubject.Name(name) } : key;
                keyed.TryAdd(key, entry.Under(key, name));
            }
        }

        return keyed;
    }

    /// <summary>
    /// Format 1 did not know the place of a disk: the path of its output stands for that until the VM's disks are seen
    /// (<see cref="DiskSteps"/>), or its name where there was none.
    /// </summary>
    private static StepKey KeyOfFormat1<T>(Stage stage, string name, IStepEntry<T> entry)
    {
        var whole = StepKey.Of(stage);
        return !whole.IsOfDisk ? whole
            : whole with { Subject = entry.Paths.FirstOrDefault() is { } path ? StepSubject.Output(path) : StepSubject.Name(name) };
    }

    /// <summary>The file as it is.</summary>
    internal sealed record Document
    {
        public int Version { get; init; } = VmStateJson.Version;

        public int Format { get; init; } = 1;

        public required string Vm { get; init; }

        public SortedDictionary<string, StepRecord>? Steps { get; init; }

        public SortedDictionary<string, StepFailure>? Failures { get; init; }

        public SortedDictionary<string, Publication>? Published { get; init; }

        public IReadOnlyList<GuestAddress>? Addresses { get; init; }

        public GuestFound? Guest { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public RememberedChoices? Remembered { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public CutOverRecord? CutOver { get; init; }
    }
}

/// <summary>The file's JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, Converters = [typeof(StepKeyJson)])]
[JsonSerializable(typeof(VmStateJson.Document))]
internal sealed partial class Context : JsonSerializerContext;
