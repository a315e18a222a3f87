using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using V2K.Build.Options;

namespace V2K.Build.Console;

/// <summary><c>--json=FILE</c>: the same result for machines; <c>-</c> is standard output.</summary>
public static class JsonOutput
{
    /// <summary>Writes <paramref name="value"/> to the file that <c>--json</c> names, if it names one.</summary>
    public static void Write<T>(BuildContext context, T value, JsonTypeInfo<T> type)
    {
        if (context.Options.Value(KnownOptions.Json) is { } file)
        {
            OutputFile.WriteText(KnownOptions.Json, file, JsonSerializer.Serialize(value, type) + "\n");
        }
    }
}
