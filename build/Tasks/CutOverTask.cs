using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>Moves VMs for good: shut down in VMware, finished, started or test-booted under KVM.</summary>
[TaskName("CutOver")]
[TaskDescription("moves VMs for good: waits until each is shut down (or has a hook do it), finishes its disks, starts it and waits for its answer")]
public sealed class CutOverTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) =>
        AllStages.RunAsync(context, (run, means) => run.CutOverAsync(means, context.Stop), run => $"CutOver: {run.Result}");
}
