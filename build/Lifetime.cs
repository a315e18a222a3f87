using Cake.Core;
using Cake.Frosting;
using V2K.Build.Console;

namespace V2K.Build;

/// <summary>What goes round the tasks of a run.</summary>
/// <param name="failures">Prints what ended the run.</param>
public sealed class Lifetime(FailureLog failures) : FrostingLifetime<BuildContext>
{
    /// <summary>Prepares nothing: a dry run comes by here too.</summary>
    public override void Setup(BuildContext context, ISetupContext info)
    {
    }

    /// <summary>Releases the VMs' locks, and fails the run if a VM failed while the others continued.</summary>
    public override void Teardown(BuildContext context, ITeardownContext info)
    {
        if (info.ThrownException is { } failure)
        {
            failures.Failure = failure;
        }

        failures.IsOfRun = context.HasMigrationRun;
        using (context)
        {
            context.EndRun(info.ThrownException);
            if (info.ThrownException is null && context.HasMigrationRun)
            {
                ThrowIfFailed(context);
            }
        }
    }

    private void ThrowIfFailed(BuildContext context)
    {
        try
        {
            context.MigrationRun.ThrowIfFailed(areNamed: !context.RunLog.IsMigration);
        }
        catch (Rules.V2KException failed)
        {
            failures.Failure = failed;
            throw;
        }
    }
}
