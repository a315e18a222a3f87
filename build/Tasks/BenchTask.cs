using Cake.Frosting;
using V2K.Build.Options;
using V2K.Engine.Tools;

namespace V2K.Build.Tasks;

/// <summary>The benchmarks, on a machine that does nothing else meanwhile.</summary>
[TaskName("Bench")]
[TaskDescription("times translating beside virt-install, and copying disks against qemu-img; --filter=NAME for some of the disks")]
public sealed class BenchTask : AsyncFrostingTask<BuildContext>
{
    private static string Program => Path.Combine(Repository.Root, "artifacts", "bench-program");

    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        await DotnetSdk.PublishAsync(context, Path.Combine("tests", "Benchmarks"), Program, isSelfContained: false);
        var filter = context.Options.Value(KnownOptions.Filter);
        if (filter is null)
        {
            await RunAsync(context, "translate");
        }

        // Some 30 GB of disks at once. All but those on an XFS of their own, which goes with its file, are made once.
        var folder = Path.Combine(Repository.Root, "artifacts", "bench");
        await RunAsync(context, filter is null ? ["disks", folder] : ["disks", folder, filter]);
    }

    private static async Task RunAsync(BuildContext context, params string[] arguments) => await context.ToolRunner.RunAsync(
        KnownTools.Dotnet,
        [Path.Combine(Program, "V2K.Benchmarks.dll"), .. arguments],
        "Read its messages; qemu-img and, for XFS, root are needed",
        onOutput: System.Console.WriteLine,
        cancellation: context.Stop);
}
