using System.Text.Json.Serialization.Metadata;

namespace V2K.Build.Schemas;

/// <summary>A result that V2K writes as JSON, and promises the shape of: <c>docs/schemas</c> holds a schema of each.</summary>
/// <param name="Name">What its schema's file is called, without the ending.</param>
/// <param name="Target">The target that writes it.</param>
/// <param name="Type">What is written.</param>
/// <param name="What">What the file holds, for the schema's own description.</param>
internal sealed record JsonResult(string Name, string Target, JsonTypeInfo Type, string What)
{
    /// <summary>Written where <c>--json</c> says; false for a file that always lies beside the XML.</summary>
    internal bool IsAskedFor { get; init; } = true;

    /// <summary>The schema's file.</summary>
    internal string FileName => Name + ".schema.json";
}
