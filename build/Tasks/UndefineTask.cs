using Cake.Frosting;
using V2K.Engine.Stages;

namespace V2K.Build.Tasks;

/// <summary>Removes what Define created. Disks stay, and so does a running domain.</summary>
[TaskName("Undefine")]
[TaskDescription("removes the definition from libvirt, with firmware variables and saved state; disks stay")]
public sealed class UndefineTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        foreach (var job in context.MigrationRun.Jobs)
        {
            job.Try(() => context.RunLog.Say($"{job.Vm.DisplayName}  Undefine   {UndefineStage.Run(job, context.Libvirt.Connection)}"));
        }
    }
}
