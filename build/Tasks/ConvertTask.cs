using Cake.Frosting;
using V2K.Build.Options;
using V2K.Engine.Tools;

namespace V2K.Build.Tasks;

/// <summary>VMDK to qcow2 or raw.</summary>
[TaskName("Convert")]
[TaskDescription("converts the disks that are not converted or have changed")]
[IsDependentOn(typeof(TranslateTask))]
public sealed class ConvertTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunLog.WithProgressAsync(async () =>
    {
        await context.MigrationRun.RecoverAsync(context.ToolRunner, context.Stop);
        if (context.Options.Has(KnownOptions.Precopy))
        {
            await context.MigrationRun.PrecopyAsync(context.Stop);
            return;
        }

        await using var recording = context.Options.Value(KnownOptions.Trace) is { } file
            ? await TraceRecording.StartAsync(Path.GetFullPath(file), context.ToolRunner, context.Stop)
            : null;
        await context.MigrationRun.ConvertAsync(context.CopyEngine, context.Stop);
    });
}
