using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Libvirt;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>What Migrate would do, for all VMs or those that --vm chooses; takes no lock and changes nothing.</summary>
[TaskName("Plan")]
[TaskDescription("shows for each VM and stage what would run and why, bytes to copy, space and time; changes nothing; --strict, --json=FILE")]
public sealed class PlanTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var chosen = context.ChosenVms(orAll: true);
        var renderer = new DomainRenderer(TemplateFolder.Load(context.Config.Templates));
        var networks = new HostNetworkCache(context.Libvirt);
        var plan = new Planner(context.Config, context.CopyEngine, renderer, context.Options.IsAlone(KnownOptions.Force), networks.Find)
            .Plan(chosen, context.Catalog.Vms);
        PlanTable.Write(AnsiConsole.Console, plan, networks.Failure, isDetailed: context.Options.Values(KnownOptions.Vm).Count > 0);
        JsonOutput.Write(context, plan, PlanJson.Default.MigrationPlan);
        if (context.Options.Has(KnownOptions.Strict) && plan.IsBlocked)
        {
            throw new V2KException(
                $"{plan.Vms.Count(vm => vm.IsBlocked)} of {plan.Vms.Count} VMs would be stopped, {plan.Targets.Count(target => !target.IsEnough)} targets are too small",
                "The reasons are above. Fix them, or override a concern with --ignore=ID")
            { Kind = FailureKind.Blocked };
        }
    }
}
