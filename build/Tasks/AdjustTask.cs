using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>The guests on the converted disks, made to boot under KVM.</summary>
[TaskName("Adjust")]
[TaskDescription("makes the guest on the converted disks boot under KVM: drivers, device and network names, boot loader")]
[IsDependentOn(typeof(ConvertTask))]
public sealed class AdjustTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunLog.WithProgressAsync(
        () => context.MigrationRun.AdjustAsync(context.AdjustHost, context.Stop));
}
