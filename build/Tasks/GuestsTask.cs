using Cake.Frosting;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>
/// The guest laboratory: Debian servers as VMware leaves them, built from packages, migrated by this very program and test-booted.
/// </summary>
[TaskName("Guests")]
[TaskDescription("builds laboratory guests, migrates and test-boots them; --guest=NAME --way=WAY --cache-dir=FOLDER --json=FILE")]
public sealed class GuestsTask : AsyncFrostingTask<BuildContext>
{
    /// <summary>Longer than anything that the laboratory lets tidy up when it is stopped.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var clone = Repository.Root;
        var ways = Words(context, KnownOptions.Way);
        if (await HostSetup.InstallAsync(Tools(ways), context.Stop) is { } command)
        {
            System.Console.WriteLine($"Setup: only root may install. As root: {command}");
        }

        var folder = context.Options.Value(KnownOptions.CacheDir) ?? Path.Combine(clone, "artifacts", "guests");
        await context.ToolRunner.WithGrace(StopTime).RunAsync(
            KnownTools.Dotnet,
            [
                "run", "--project", Path.Combine(clone, "tests", "Guests"), .. DotnetSdk.Properties, "--",
                Path.GetFullPath(folder), typeof(GuestsTask).Assembly.Location, ways is [] ? "native" : string.Join(',', ways),
                context.Options.Value(KnownOptions.Json) is { } json ? JsonFile(json) : "-",
                .. Words(context, KnownOptions.Guest),
            ],
            "Read its messages; docs/contributing/guest-laboratory.md tells more",
            onOutput: System.Console.WriteLine,
            cancellation: context.Stop);
    }

    /// <summary>Another program writes it, and what that says on standard output is for people.</summary>
    private static string JsonFile(string json) => StandardOutput.Is(json)
        ? throw new V2KException("Guests writes its JSON to a file", "Name one", key: $"--{KnownOptions.Json.Name}") { Kind = FailureKind.Usage }
        : Path.GetFullPath(json);

    private static IEnumerable<Tool> Tools(string[] ways) =>
    [
        .. StageNeeds.Guests.Tools,
        .. ways.Contains("in-place") ? StageNeeds.AdjustWithVirtV2v.Tools : [],
        .. ways.Contains("virt-v2v") ? StageNeeds.ConvertWithVirtV2v.Tools : [],
    ];

    private static string[] Words(BuildContext context, Option option) =>
        [.. context.Options.Values(option).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
