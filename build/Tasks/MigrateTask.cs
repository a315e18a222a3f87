using Cake.Frosting;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Configuration;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.TestBoots;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>Every stage for many VMs at once, each VM at its own pace.</summary>
[TaskName("Migrate")]
[TaskDescription("takes every chosen VM through all stages, many at once; --until=STAGE, --json=FILE for a line of JSON an event")]
public sealed class MigrateTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var last = context.Options.Value(KnownOptions.Until) is { } until ? Choices.Stages[until] : Stage.TestBoot;
        using var events = context.Options.Value(KnownOptions.Json) is { } file ? new EventFile(file) : null;
        context.Events = events;
        var run = context.MigrationRun;
        var booter = new Lazy<TestBooter>(() => new TestBooter(context.Libvirt, context.Config, context.ToolRunner));
        var means = new MigrationMeans(context.CopyEngine, context.AdjustHost)
        {
            Libvirt = new Lazy<LibvirtHost>(() => context.Libvirt),
            Booter = booter,
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

        Tell(run, context.RunLog.Steps);
    }

    /// <summary>The results, with each failure repeated: it may have scrolled away hours ago.</summary>
    private static void Tell(MigrationRun run, (int Done, int UpToDate) steps)
    {
        var failed = run.Jobs.Where(job => job.Failure is not null).ToList();
        System.Console.WriteLine(
            $"Migrate: {run.Jobs.Count - failed.Count} of {run.Jobs.Count} VMs got through{(failed.Count == 0 ? "" : $", {failed.Count} did not")}; "
            + $"{steps.Done} steps done, {steps.UpToDate} up to date");
        foreach (var job in run.Jobs.Count > 1 ? failed : [])
        {
            System.Console.WriteLine(Printable.OneLine($"  {job.Vm.DisplayName}: {job.Failure!.Message}"));
        }
    }

    /// <summary>As far as VMs get while they run: what is wrong with their settings is better known before they are shut down.</summary>
    private static async Task PrecopyAsync(MigrationRun run, CancellationToken stop)
    {
        await run.TranslateAsync(stop);
        await run.PrecopyAsync(stop);
    }
}
