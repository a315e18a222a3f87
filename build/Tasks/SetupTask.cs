using Cake.Frosting;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>Installs every program that some stage needs. A second run finds nothing to do.</summary>
[TaskName("Setup")]
[TaskDescription("installs what this host lacks; as another user than root, it prints the command instead")]
public sealed class SetupTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var tools = StageNeeds.InOrder.SelectMany(stage => stage.Tools);
        if (await HostSetup.InstallAsync(tools, context.Stop) is { } command)
        {
            throw new V2KException("only root may install packages", $"Run as root: {command}");
        }
    }
}
