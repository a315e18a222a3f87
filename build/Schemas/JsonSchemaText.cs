using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace V2K.Build.Schemas;

/// <summary>
/// The JSON schema of a result, made from what writes it and from its comments. It says what V2K writes: nothing that it does
/// not name, and everything that it requires. https://json-schema.org/draft/2020-12
/// </summary>
internal sealed class JsonSchemaText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DocComments _comments = new();

    /// <summary>The schema of <paramref name="result"/>, with a final line feed.</summary>
    /// <exception cref="InvalidDataException">A field has no comment.</exception>
    internal string Of(JsonResult result)
    {
        var schema = result.Type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Complete,
        }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", result.Name);
        schema.Insert(2, "description", result.What);
        return schema.ToJsonString(Readable) + "\n";
    }

    private JsonObject Complete(JsonSchemaExporterContext context, JsonNode node)
    {
        var schema = node.AsObject();
        var type = context.TypeInfo;
        if (type.Kind == JsonTypeInfoKind.Object)
        {
            schema["required"] = new JsonArray([.. type.Properties.Where(property => property.Get is not null && !IsLeftOut(property)).Select(property => JsonValue.Create(property.Name))]);
            schema["additionalProperties"] = false;
        }

        if (context.PropertyInfo is { } field)
        {
            if (IsLeftOut(field) || !field.IsGetNullable)
            {
                TakeNullAway(schema);
            }

            schema.Insert(0, "description", Describe(field));
        }

        return schema;
    }

    /// <summary>Whether the field is not written where it has no value.</summary>
    private static bool IsLeftOut(JsonPropertyInfo field) =>
        field.IsGetNullable && field.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull;

    private static void TakeNullAway(JsonObject schema)
    {
        // A field that is only ever written counts as one that may be read as null.
        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types.Single(type => type!.GetValue<string>() != "null")!.DeepClone();
        }

        if (schema["enum"] is JsonArray values)
        {
            values.Remove(null);
        }
    }

    private string Describe(JsonPropertyInfo field)
    {
        var text = _comments.Of((PropertyInfo)field.AttributeProvider!);
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        return type.IsEnum
            ? string.Join(' ', [text, .. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => $"`{Name(value)}`: {_comments.Of(value)}")])
            : text;
    }

    private static string Name(FieldInfo value) => value.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? value.Name;
}
