using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>VMDK to qcow2 or raw.</summary>
[TaskName("Convert")]
[TaskDescription("converts the disks that are not converted yet, or have changed since")]
[IsDependentOn(typeof(TranslateTask))]
public sealed class ConvertTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunLog.WithProgressAsync(
        async () =>
        {
            await context.MigrationRun.RecoverAsync(context.ToolRunner, context.Stop);
            await context.MigrationRun.ConvertAsync(context.CopyEngine, context.Stop);
        });
}
