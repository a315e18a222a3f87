using V2K.Engine.Configuration;
using V2K.Rules;

namespace V2K.Build;

/// <summary>
/// Where this program lies: in a clone, where <c>dotnet run --project build</c> starts it, or in a folder that <c>--target=Publish</c> has
/// made, which holds its own <c>v2k.yaml</c> and samples.
/// </summary>
/// <param name="program">The folder of the program.</param>
public sealed class Repository(string program)
{
    private static readonly Repository Own = new(AppContext.BaseDirectory);

    /// <summary>The clone this program was built in; it holds <c>V2K.sln</c>, the samples and the tests.</summary>
    /// <exception cref="V2KException">The program is a published one.</exception>
    public static string Root => Own.Clone;

    /// <summary>The clone that the program lies in.</summary>
    /// <exception cref="V2KException">It lies in none, or was published; where to does not matter.</exception>
    public string Clone => (IsPublished ? null : Above(program))
        ?? throw new V2KException(
            $"this is the project's own target, and {Path.TrimEndingDirectorySeparator(program)} is not built in a clone of V2K",
            "Run it in a clone, with the .NET SDK: dotnet run --project build -- --target=…");

    /// <summary>What starts this program, for the help.</summary>
    /// <remarks>.NET's own arguments begin with the assembly instead of what was typed; see proc(5) for <c>cmdline</c>.</remarks>
    public static string Command => Own.CommandFor(File.ReadAllText("/proc/self/cmdline").Split('\0')[0]);

    /// <summary>What starts the program that lies here: a published one as it was typed, the one of a clone through <c>dotnet run</c>.</summary>
    public string CommandFor(string typed) => IsPublished ? Printable.OneLine(typed) : "dotnet run --project build --";

    /// <summary>The folder of this program, where it is a published one; null in a clone.</summary>
    public static string? PublishedProgram => Own.IsPublished ? AppContext.BaseDirectory : null;

    private bool IsPublished => File.Exists(Path.Combine(program, ConfigFile.DefaultName));

    /// <summary>The configuration where <c>--config</c> names none: the caller's <c>v2k.yaml</c>, else the one beside the samples.</summary>
    /// <param name="callersFolder"><c>dotnet run --project</c> keeps it, and relative paths mean this one.</param>
    public static string DefaultConfiguration(string callersFolder) => Own.ConfigurationFor(callersFolder);

    /// <summary>The configuration for who works in <paramref name="callersFolder"/>.</summary>
    public string ConfigurationFor(string callersFolder)
    {
        var callers = Path.Combine(callersFolder, ConfigFile.DefaultName);
        return File.Exists(callers) ? callers : Path.Combine(IsPublished ? program : Clone, ConfigFile.DefaultName);
    }

    private static string? Above(string folder) => File.Exists(Path.Combine(folder, "V2K.sln"))
        ? folder
        : Path.GetDirectoryName(folder) is { } parent ? Above(parent) : null;
}
