using V2K.Build.Options;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Build.Console;

/// <summary>A file for results that an option of the command line names.</summary>
internal static class OutputFile
{
    /// <summary>Opens <paramref name="file"/>, which <paramref name="option"/> names, for lines that are written as they come.</summary>
    /// <exception cref="V2KException">It cannot be written.</exception>
    internal static StreamWriter Open(Option option, string file) => StandardOutput.Is(file) ? StandardOutput.Open() : Write(
        option,
        Path.GetFullPath(file),
        () => new StreamWriter(new FileStream(Path.GetFullPath(file), FileMode.Create, FileAccess.Write, FileShare.ReadWrite)));

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
            throw new V2KException($"cannot be written: {cause.Message}", $"Name another file with --{option.Name}={option.Value}", path, cause: cause) { Kind = FailureKind.Usage };
        }
    }

    /// <summary>
    /// Writes <paramref name="text"/> to <paramref name="file"/>, whole or not at all; a device, a pipe or a link is written into, and <c>-</c> is
    /// standard output.
    /// </summary>
    /// <exception cref="V2KException">It cannot be written.</exception>
    internal static void WriteText(Option option, string file, string text) => Write(option, Path.GetFullPath(file), () =>
    {
        var path = Path.GetFullPath(file);
        if (StandardOutput.Is(file))
        {
            using var output = StandardOutput.Open();
            output.Write(text);
        }
        else if (AtomicFile.CanReplace(path))
        {
            AtomicFile.WriteText(path, text);
        }
        else
        {
            using var writer = new StreamWriter(path);
            writer.Write(text);
        }

        return path;
    });
}
