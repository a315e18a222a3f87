using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Engine.Stages;

namespace V2K.Engine.State;

/// <summary>
/// A step's key in the state file: <c>{ "stage": "Convert", "subject": "scsi0:1", "kind": "disk" }</c>. The first builds that wrote format 2 had no
/// <c>kind</c>; the text tells it there, because a path is full and VMware's places have a colon.
/// </summary>
internal sealed class StepKeyJson : JsonConverter<StepKey>
{
    private const string WholeVm = "vm";

    /// <inheritdoc/>
    public override StepKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var key = document.RootElement;
        if (key.ValueKind != JsonValueKind.Object || !Enum.TryParse<Stage>(Text(key, "stage"), out var stage) || !Enum.IsDefined(stage))
        {
            throw new JsonException("the key of a step has an unknown stage");
        }

        var subject = Text(key, "subject") ?? throw new JsonException("a step's key has no subject");
        var step = StepKey.Of(stage);
        return step.IsOfDisk ? step with { Subject = Subject(Text(key, "kind"), subject) } : step;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StepKey value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("stage", value.Stage.ToString());
        writer.WriteString("subject", value.Subject.Kind is StepSubjectKind.WholeVm ? WholeVm : value.Subject.Text);
        if (value.Subject.Kind is not StepSubjectKind.WholeVm)
        {
            writer.WriteString("kind", Word(value.Subject.Kind));
        }

        writer.WriteEndObject();
    }

    private static StepSubject Subject(string? kind, string text) => kind switch
    {
        "disk" => StepSubject.Disk(text),
        "output" => StepSubject.Output(text),
        "name" => StepSubject.Name(text),
        null when Path.IsPathFullyQualified(text) => StepSubject.Output(text),
        null when text.Contains(':', StringComparison.Ordinal) && !text.AsSpan().ContainsAny('/', '.') => StepSubject.Disk(text),
        // Also a kind that a later version has: what was made is recognised by its path in any case.
        _ => StepSubject.Name(text),
    };

    private static string Word(StepSubjectKind kind) => kind switch
    {
        StepSubjectKind.Disk => "disk",
        StepSubjectKind.Output => "output",
        _ => "name",
    };

    private static string? Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
