using Cake.Frosting;
using V2K.Build.Console;
using V2K.Engine.Stages;

namespace V2K.Build.Tasks;

/// <summary>Converted disks against their sources.</summary>
[TaskName("Verify")]
[TaskDescription("compares converted disks with their sources, byte for byte, and reports which side has changed; --json=FILE")]
public sealed class VerifyTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        IReadOnlyList<VerifiedDisk> disks = [];
        await context.RunLog.WithProgressAsync(async () => disks = await context.MigrationRun.VerifyAsync(context.Stop));
        JsonOutput.Write(context, disks, VerifiedDiskJson.Default.IReadOnlyListVerifiedDisk);
    }
}
