using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.SiteRules;

namespace V2K.Build;

/// <summary>
/// Where this program lies: in a clone, where <c>dotnet run --project build</c> starts it, or in a folder that <c>--target=Publish</c> has made.
/// The samples belong to the clone: who works elsewhere has a configuration, or is asked to write one.
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

    /// <summary>Earlier versions published a <c>v2k.yaml</c>; every version publishes the list of sites.</summary>
    private bool IsPublished => File.Exists(Path.Combine(program, ConfigFile.DefaultName)) || new PublishedSites(program).IsThere;

    /// <summary>The configuration where <c>--config</c> names none; null where there is none.</summary>
    /// <param name="callersFolder"><c>dotnet run --project</c> keeps it, and relative paths mean this one.</param>
    public static string? DefaultConfiguration(string callersFolder) => Own.ConfigurationFor(callersFolder);

    /// <summary>Whether <paramref name="config"/> is the samples' and not for the caller: they came with an earlier version of this published program.</summary>
    public static bool IsOfPublishedSamples(Config config) => Own.HasSamplesOf(config);

    /// <summary>
    /// The configuration for who works in <paramref name="callersFolder"/>: the <c>v2k.yaml</c> there; inside the clone, the one of the samples; of a
    /// published program, one that the administrator keeps beside it. Null where there is none.
    /// </summary>
    public string? ConfigurationFor(string callersFolder)
    {
        var callers = Path.Combine(callersFolder, ConfigFile.DefaultName);
        if (File.Exists(callers))
        {
            return callers;
        }

        var beside = IsPublished ? program
            : Above(program) is { } clone && DatastorePaths.IsInside(callersFolder, clone) ? clone : null;
        return beside is not null && Path.Combine(beside, ConfigFile.DefaultName) is var file && File.Exists(file) ? file : null;
    }

    /// <summary>The same of the program that lies here.</summary>
    public bool HasSamplesOf(Config config) => IsPublished && config.Datastores is not []
        && config.Datastores.All(datastore => DatastorePaths.IsInside(datastore.Source, Path.Combine(program, "samples")));

    private static string? Above(string folder) => File.Exists(Path.Combine(folder, "V2K.sln"))
        ? folder
        : Path.GetDirectoryName(folder) is { } parent ? Above(parent) : null;
}
