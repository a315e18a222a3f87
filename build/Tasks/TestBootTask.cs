using Cake.Frosting;
using V2K.Engine.TestBoots;

namespace V2K.Build.Tasks;

/// <summary>The proof: a copy of the domain comes up, or the reason why not.</summary>
[TaskName("TestBoot")]
[TaskDescription("boots a copy of the domain on overlays in an isolated network, and reports whether and why not")]
[IsDependentOn(typeof(DefineTask))]
public sealed class TestBootTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        using var booter = new TestBooter(context.Libvirt, context.Config, context.ToolRunner);
        await context.RunLog.WithProgressAsync(() => context.MigrationRun.TestBootAsync(context.Libvirt, booter, context.Stop));
    }
}
