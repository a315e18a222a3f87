using Cake.Frosting;
using V2K.Build.Options;
using V2K.Engine;
using V2K.Engine.Configuration;
using V2K.Engine.Stages;

namespace V2K.Build.Tasks;

/// <summary>Every stage for many VMs at once, each VM at its own pace.</summary>
[TaskName("Migrate")]
[TaskDescription("runs all stages for every chosen VM, many at once; --until=STAGE, --json=FILE for a line of JSON an event")]
public sealed class MigrateTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context)
    {
        var last = context.Options.Value(KnownOptions.Until) is { } until ? Choices.Stages[until] : Stage.TestBoot;
        return AllStages.RunAsync(
            context,
            (run, means) => context.Options.Has(KnownOptions.Precopy) ? PrecopyAsync(run, context.Stop) : run.MigrateAsync(means, last, context.Stop),
            run =>
            {
                var (done, upToDate) = context.RunLog.Steps;
                return $"Migrate: {run.Result}; {Words.Count(done, "step")} done, {upToDate} up to date";
            });
    }

    /// <summary>As far as VMs get while they run: what is wrong with their settings is better known before they are shut down.</summary>
    private static async Task PrecopyAsync(MigrationRun run, CancellationToken stop)
    {
        await run.TranslateAsync(stop);
        await run.PrecopyAsync(stop);
    }
}
