using V2K.Engine.Configuration;

namespace V2K.Build;

/// <summary>The folders that a run starts from: <c>dotnet run --project</c> keeps the caller's, and relative paths mean that one.</summary>
public static class Repository
{
    /// <summary>The clone this program was built in; it holds <c>V2K.sln</c>, the samples and the tests.</summary>
    public static string Root => FindRoot(AppContext.BaseDirectory);

    /// <summary>The configuration where <c>--config</c> names none: the caller's <c>v2k.yaml</c>, else the repository's.</summary>
    public static string DefaultConfiguration(string callersFolder)
    {
        var callers = Path.Combine(callersFolder, ConfigFile.DefaultName);
        return File.Exists(callers) ? callers : Path.Combine(Root, ConfigFile.DefaultName);
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "V2K.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder)
            ?? throw new V2K.Rules.V2KException(
                $"{AppContext.BaseDirectory} is not in a clone of V2K", "Run it with dotnet run --project build in the clone"));
}
