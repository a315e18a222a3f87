using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.TestBoots;

namespace V2K.Build.Tasks;

/// <summary>What <c>Migrate</c> and <c>CutOver</c> need alike: the means of all stages, each made when a VM gets to it, events and progress.</summary>
internal static class AllStages
{
    /// <summary>Does <paramref name="work"/> with the VMs of this run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="work">The work.</param>
    /// <param name="result">Says what came of it, in a line.</param>
    internal static async Task RunAsync(BuildContext context, Func<MigrationRun, MigrationMeans, Task> work, Func<MigrationRun, string> result)
    {
        using var events = context.Options.Value(KnownOptions.Json) is { } file ? new EventFile(file) : null;
        context.Events = events;
        context.RunLog.IsMigration = true;
        var run = context.MigrationRun;
        var booter = new Lazy<TestBooter>(() => new TestBooter(context.Libvirt, context.Config, context.ToolRunner));
        var means = new MigrationMeans(context.CopyEngine, context.AdjustHost)
        {
            Libvirt = new Lazy<LibvirtHost>(() => context.Libvirt),
            Booter = booter,
            Verify = context.Options.Has(KnownOptions.Verify),
        };
        try
        {
            await context.RunLog.WithProgressAsync(() => work(run, means), run.Jobs.Count);
        }
        finally
        {
            if (booter.IsValueCreated)
            {
                booter.Value.Dispose();
            }
        }

        context.RunLog.Close();
        context.RunLog.Say(result(run));
    }
}
