using V2K.Engine.State;

namespace V2K.Build.Schemas;

/// <summary><c>docs/schemas</c>: a schema of each result, beside a page written by hand.</summary>
internal static class SchemaFolder
{
    /// <summary>The schemas by file name.</summary>
    internal static IReadOnlyDictionary<string, string> All()
    {
        var text = new JsonSchemaText();
        return JsonResults.All.ToDictionary(result => result.FileName, text.Of, StringComparer.Ordinal);
    }

    /// <summary>Writes the schemas that differ from what stands in the folder.</summary>
    /// <returns>The files changed; none where all was up to date.</returns>
    internal static IReadOnlyList<string> Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var changed = new List<string>();
        foreach (var (file, text) in All())
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                AtomicFile.WriteText(path, text);
                changed.Add(path);
            }
        }

        return changed;
    }
}
