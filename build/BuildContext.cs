using Cake.Core;
using Cake.Frosting;
using V2K.Build.Options;

namespace V2K.Build;

/// <summary>What every task can ask. Nothing here may throw before a task runs: Cake makes it even for <c>--tree</c>.</summary>
/// <param name="context">Cake's own context.</param>
/// <param name="options">The checked command line.</param>
public sealed class BuildContext(ICakeContext context, CommandLine options) : FrostingContext(context)
{
    /// <summary>The checked command line.</summary>
    public CommandLine Options => options;
}
