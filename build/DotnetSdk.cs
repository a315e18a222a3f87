using System.Runtime.InteropServices;
using V2K.Engine.Tools;

namespace V2K.Build;

/// <summary>The .NET SDK, as this program starts it.</summary>
public static class DotnetSdk
{
    /// <summary>A build node that stays behind would keep our end of its output open.</summary>
    public static IReadOnlyDictionary<string, string?> NothingStays { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
    };

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
                "-p:PublishReadyToRun=true",

                // What was restored for this kind of machine only must not be in the way of the next dotnet run.
                $"-p:ArtifactsPath={Path.Combine(Repository.Root, "artifacts", "publishing")}", "-nologo",
            ],
            "Read what it says; the package feed must be reachable",
            cancellation: context.Stop);
}
