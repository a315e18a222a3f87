using Cake.Frosting;

namespace V2K.Build.Tasks;

/// <summary>Domain XML to a domain that libvirt has.</summary>
[TaskName("Define")]
[TaskDescription("defines the domain in libvirt, or redefines what changed; starts nothing")]
[IsDependentOn(typeof(AdjustTask))]
public sealed class DefineTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.MigrationRun.DefineAsync(context.Libvirt, context.Stop);
}
