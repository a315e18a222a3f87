using System.Reflection;
using System.Runtime.InteropServices;
using V2K.Engine.Tools;

namespace V2K.Build;

/// <summary>The .NET SDK, as this program starts it.</summary>
public static class DotnetSdk
{
    private const string PackagesProperty = "OfficialPackages";
    private const string SitesProperty = "V2KSites";

    /// <summary>A build node that keeps running would keep our end of its output open.</summary>
    public static IReadOnlyDictionary<string, string?> NothingStays { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    };

    /// <summary>
    /// The properties that this program was built with and that a build it starts needs as well: <c>-p:</c> reaches the build that it is given to, and no
    /// other.
    /// </summary>
    public static IReadOnlyList<string> Properties { get; } = PropertiesOf(OwnMetadata);

    /// <summary>The site folders that this program was built with, besides those in the repository.</summary>
    public static IReadOnlyList<string> SiteRoots { get; } =
        Sites.SiteRoots.Split(OwnMetadata.FirstOrDefault(property => property.Key == SitesProperty)?.Value);

    private static IEnumerable<AssemblyMetadataAttribute> OwnMetadata => typeof(DotnetSdk).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();

    /// <summary><see cref="Properties"/> of a program whose project recorded <paramref name="metadata"/>.</summary>
    internal static IReadOnlyList<string> PropertiesOf(IEnumerable<AssemblyMetadataAttribute> metadata) =>
    [
        .. metadata
            .Where(property => property.Key is PackagesProperty or SitesProperty && property.Value is { Length: > 0 } and not "false")
            .Select(property => $"-p:{property.Key}={Escape(property.Value!)}"),
    ];

    /// <summary>Publishes a project of the clone, compiled ahead of time for this machine's kind.</summary>
    /// <param name="context">The run.</param>
    /// <param name="project">Its folder below the clone.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="isSelfContained">Whether the .NET runtime goes with it.</param>
    public static async Task PublishAsync(BuildContext context, string project, string folder, bool isSelfContained) =>
        await context.ToolRunner.With(NothingStays).RunAsync(
            KnownTools.Dotnet,
            [
                "publish", Path.Combine(Repository.Root, project), "--configuration", "Release", "--output", folder,
                "--runtime", RuntimeInformation.RuntimeIdentifier, "--self-contained", isSelfContained ? "true" : "false",
                "-p:PublishReadyToRun=true", .. Properties,

                // What was restored for this kind of machine only must not be in the way of the next dotnet run.
                $"-p:ArtifactsPath={Path.Combine(Repository.Root, "artifacts", "publishing")}", "-nologo",
            ],
            "Read its messages; the package feed must be reachable",
            cancellation: context.Stop);

    /// <summary>What MSBuild would take for syntax in a property's value; see "MSBuild special characters".</summary>
    private static string Escape(string value) =>
        string.Concat(value.Select(c => c is '%' or ';' or ',' or '$' or '@' or '\'' or '(' or ')' or '*' or '?' ? $"%{(int)c:X2}" : c.ToString()));
}
