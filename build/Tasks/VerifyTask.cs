using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>Converted disks against their sources.</summary>
[TaskName("Verify")]
[TaskDescription("compares converted disks with their sources, byte for byte")]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunLog.WithProgressAsync(
        () => context.MigrationRun.VerifyAsync(context.Stop));
}
