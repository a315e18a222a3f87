using V2K.Build.Options;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>A file for results that an option of the command line names.</summary>
internal static class OutputFile
{
    /// <summary>Writes or opens the file at <paramref name="path"/>, which <paramref name="option"/> names.</summary>
    /// <exception cref="V2KException">It cannot be written.</exception>
    internal static T Write<T>(Option option, string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new V2KException($"cannot be written: {cause.Message}", $"Name another file with --{option.Name}={option.Value}", path, cause: cause);
        }
    }

    /// <summary>Writes <paramref name="text"/> to the file at <paramref name="path"/>, whole or not at all.</summary>
    /// <exception cref="V2KException">It cannot be written.</exception>
    internal static void WriteText(Option option, string path, string text) => Write(option, path, () =>
    {
        Engine.State.AtomicFile.WriteText(path, text);
        return path;
    });
}
