using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using V2K.Rules.Findings;
using V2K.Rules.Translation;

namespace V2K.Engine.Stages;

/// <summary>Findings and network maps as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
[JsonSerializable(typeof(NetworkMap))]
public sealed partial class FindingsJson : JsonSerializerContext;

/// <summary><c>web01.findings.json</c>.</summary>
internal static class FindingsFile
{
    /// <summary>The file is read by people too, and nothing puts it into a web page unescaped.</summary>
    private static readonly FindingsJson Readable =
        new(new JsonSerializerOptions(FindingsJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The findings as a JSON array with a final line feed.</summary>
    internal static string Text(IReadOnlyList<Finding> findings) =>
        JsonSerializer.Serialize(findings, Readable.IReadOnlyListFinding) + "\n";
}
