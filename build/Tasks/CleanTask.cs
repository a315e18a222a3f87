using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Options;
using V2K.Engine.Stages;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>Deletes what V2K created for a VM and nothing else; converted disks only with --force.</summary>
[TaskName("Clean")]
[TaskDescription("deletes the results for a VM; needs --force to delete converted disks")]
public sealed class CleanTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        foreach (var job in context.MigrationRun.Jobs)
        {
            job.Try(() =>
            {
                var plan = CleanUp.Plan(job);
                Confirm(plan, context);
                plan.Execute(job);
                context.RunLog.Say(
                    plan.Files is []
                        ? $"{job.Vm.DisplayName}  Clean      nothing to delete"
                        : $"{job.Vm.DisplayName}  Clean      deleted {string.Join(", ", plan.Files.Select(file => file.Path))}");
            });
        }
    }

    private static void Confirm(CleanUp plan, BuildContext context)
    {
        var precious = plan.Files.Where(file => file.IsDisk || file.IsChanged).ToList();
        if (precious.Count == 0 || context.Options.IsAlone(KnownOptions.Force))
        {
            return;
        }

        var what = string.Join(", ", precious.Select(file => file.IsChanged ? file.Path + " (changed since V2K wrote it)" : file.Path));
        var question = Markup.Escape(Printable.OneLine($"Delete {what}?"));
        if (!AnsiConsole.Profile.Capabilities.Interactive || !AnsiConsole.Confirm(question, defaultValue: false))
        {
            throw new V2KException(
                $"would delete {what}, and deleted nothing", "Add --force to delete it", plan.Vm.Id)
            { Kind = FailureKind.Usage };
        }
    }
}
