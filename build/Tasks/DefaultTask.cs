using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;

namespace V2K.Build.Tasks;

/// <summary>Without a target, nothing is touched.</summary>
[TaskName("Default")]
[TaskDescription("shows the targets and the options")]
public sealed class DefaultTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context) => HelpText.Write(AnsiConsole.Console);
}
