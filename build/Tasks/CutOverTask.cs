using Cake.Frosting;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.TestBoots;

namespace V2K.Build.Tasks;

/// <summary>Moves VMs for good: shut down in VMware, finished, started or test-booted under KVM.</summary>
[TaskName("CutOver")]
[TaskDescription("moves VMs for good: waits until each is shut down (or has a hook do it), finishes its disks, starts it and waits for its answer")]
public sealed class CutOverTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
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
            await context.RunLog.WithProgressAsync(() => run.CutOverAsync(means, context.Stop), run.Jobs.Count);
        }
        finally
        {
            if (booter.IsValueCreated)
            {
                booter.Value.Dispose();
            }
        }

        context.RunLog.Close();
        context.RunLog.Say($"CutOver: {run.Result}");
    }
}
