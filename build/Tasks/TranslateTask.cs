using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>VMX to domain XML; the disks it names are the targets'.</summary>
[TaskName("Translate")]
[TaskDescription("writes the domain XML and the findings; touches no disk")]
public sealed class TranslateTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.MigrationRun.TranslateAsync(context.Stop);
}
