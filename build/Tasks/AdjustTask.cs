using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>The guests on the converted disks, made to boot under KVM.</summary>
[TaskName("Adjust")]
[TaskDescription("prepares the guest on the converted disks for KVM: drivers, device and network names, boot loader")]
[IsDependentOn(typeof(ConvertTask))]
public sealed class AdjustTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunLog.WithProgressAsync(
        () => context.MigrationRun.AdjustAsync(context.AdjustHost, context.Stop));
}
