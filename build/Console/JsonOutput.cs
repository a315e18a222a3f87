using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using V2K.Build.Options;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary><c>--json=FILE</c>: the same result for machines.</summary>
public static class JsonOutput
{
    /// <summary>Writes <paramref name="value"/> to the file that <c>--json</c> names, if it names one.</summary>
    public static void Write<T>(BuildContext context, T value, JsonTypeInfo<T> type)
    {
        if (context.Options.Value(KnownOptions.Json) is not { } file)
        {
            return;
        }

        var path = Path.GetFullPath(file);
        try
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(value, type) + "\n");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException($"cannot be written: {cause.Message}", "Name another file with --json=FILE", path, cause: cause);
        }
    }
}
