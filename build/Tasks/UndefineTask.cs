using Cake.Frosting;
using V2K.Engine.Stages;

namespace V2K.Build.Tasks;

/// <summary>Takes back what Define did. Disks stay, and so does a domain that runs.</summary>
[TaskName("Undefine")]
[TaskDescription("takes the definition back, with firmware variables and saved state; disks stay")]
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
