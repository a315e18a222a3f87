using NJsonSchema;

namespace V2K.Schemas;

/// <summary>Holds results against the committed schemas, with a validator that is not ours.</summary>
internal static class SchemaJudge
{
    /// <summary>Where the schemas lie.</summary>
    internal static string Folder { get; } = Path.Combine(Above(AppContext.BaseDirectory), "docs", "schemas");

    /// <summary>Fails with every place where <paramref name="json"/> is not what <paramref name="schema"/> promises.</summary>
    /// <param name="schema">The schema's name, such as <c>plan</c>.</param>
    /// <param name="json">A document.</param>
    internal static async Task IsValidAsync(string schema, string json)
    {
        var errors = await ErrorsAsync(schema, json);
        Assert.True(errors.Count == 0, $"{schema}: {string.Join("; ", errors)}\n{json}");
    }

    /// <summary>What is wrong with <paramref name="json"/>; empty for nothing.</summary>
    internal static async Task<IReadOnlyList<string>> ErrorsAsync(string schema, string json)
    {
        var judge = await JsonSchema.FromFileAsync(Path.Combine(Folder, schema + ".schema.json"));
        return [.. judge.Validate(json).Select(error => $"{error.Path}: {error.Kind}")];
    }

    private static string Above(string folder) => File.Exists(Path.Combine(folder, "V2K.sln"))
        ? folder
        : Above(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the tests do not run below the repository"));
}
