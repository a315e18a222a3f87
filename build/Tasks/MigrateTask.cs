using Cake.Frosting;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine;
using V2K.Engine.Configuration;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.TestBoots;

namespace V2K.Build.Tasks;

/// <summary>Every stage for many VMs at once, each VM at its own pace.</summary>
[TaskName("Migrate")]
[TaskDescription("runs all stages for every chosen VM, many at once; --until=STAGE, --json=FILE for a line of JSON an event")]
public sealed class MigrateTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var last = context.Options.Value(KnownOptions.Until) is { } until ? Choices.Stages[until] : Stage.TestBoot;
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
            await context.RunLog.WithProgressAsync(
                () => context.Options.Has(KnownOptions.Precopy) ? PrecopyAsync(run, context.Stop) : run.MigrateAsync(means, last, context.Stop),
                run.Jobs.Count);
        }
        finally
        {
            if (booter.IsValueCreated)
            {
                booter.Value.Dispose();
            }
        }

        context.RunLog.Close();
        var (done, upToDate) = context.RunLog.Steps;
        context.RunLog.Say($"Migrate: {run.Result}; {Words.Count(done, "step")} done, {upToDate} up to date");
    }

    /// <summary>As far as VMs get while they run: what is wrong with their settings is better known before they are shut down.</summary>
    private static async Task PrecopyAsync(MigrationRun run, CancellationToken stop)
    {
        await run.TranslateAsync(stop);
        await run.PrecopyAsync(stop);
    }
}
