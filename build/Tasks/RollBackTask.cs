using Cake.Frosting;
using V2K.Engine.CutOvers;

namespace V2K.Build.Tasks;

/// <summary>Returns VMs to VMware after a cut-over. Disks stay.</summary>
[TaskName("RollBack")]
[TaskDescription("returns VMs to VMware: shuts the domain down, undefines it, and says what to power on there; disks stay")]
public sealed class RollBackTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        foreach (var job in context.MigrationRun.Jobs)
        {
            await job.TryAsync(async () =>
                context.RunLog.Say($"{job.Vm.DisplayName}  RollBack   {await RollBackStage.RunAsync(job, context.Libvirt.Connection, context.Stop)}"));
        }
    }
}
