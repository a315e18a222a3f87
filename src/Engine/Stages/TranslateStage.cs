using System.Globalization;
using System.Text.Json;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Rendering;
using V2K.Engine.State;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Engine.Stages;

/// <summary>VMX to domain XML and findings. Touches no disk.</summary>
public static class TranslateStage
{
    /// <summary>Does the stage for <paramref name="job"/>, unless its settings hold a blocker.</summary>
    public static Task RunAsync(VmJob job, DomainRenderer renderer, CancellationToken cancellation)
    {
        Blockers.Refuse(job.Translation.Findings, job.Config, job.Vm);
        DiskChoices.RequireForced(job);
        DiskChoices.Remember(job);
        foreach (var choice in DiskChoices.Find(job))
        {
            job.Log.Found(job.Vm.DisplayName, choice);
        }

        return job.RunAsync(Step(job, renderer), cancellation);
    }

    /// <summary>The one step of <paramref name="job"/>: <c>web01.xml</c> and <c>web01.findings.json</c> beside it.</summary>
    public static Step Step(VmJob job, DomainRenderer renderer)
    {
        var (xml, findings) = (job.Vm.XmlPath, FindingsPath(job.Vm));
        return new Step(StepKey.Of(Stage.Translate), Path.GetFileName(xml), Inputs(job, renderer), AllOutputs(job), (_, _) =>
        {
            var translation = job.Translation;
            var text = renderer.Render(Dated(translation.Domain, job.Clock));
            if (translation.Environment is { } environment)
            {
                AtomicFile.WriteBytes(EnvironmentPath(job.Vm), environment.ToImage(), job.Publishing);
            }

            AtomicFile.WriteText(findings, FindingsFile.Text(translation.Findings), job.Publishing);
            AtomicFile.WriteText(xml, text, job.Publishing);
            foreach (var finding in translation.Findings)
            {
                job.Log.Found(job.Vm.DisplayName, finding);
            }

            return Task.FromResult(FindingCounts.Text(translation.Findings));
        });
    }

    /// <summary>
    /// The date is no input of the step: XML that is up to date keeps the date at which it was written.
    /// </summary>
    private static Domain Dated(Domain domain, TimeProvider clock) => domain with
    {
        SourceVm = (domain.SourceVm ?? new SourceVm()) with { Date = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
    };

    /// <summary>What the stage makes of <paramref name="vm"/>.</summary>
    internal static IReadOnlyList<string> Outputs(VirtualMachine vm) => [vm.XmlPath, FindingsPath(vm)];

    /// <summary>The ISO image with the properties for the guest of an exported VM.</summary>
    internal static string EnvironmentPath(VirtualMachine vm) => Path.ChangeExtension(vm.XmlPath, ".ovf-env.iso");

    private static IReadOnlyList<string> AllOutputs(VmJob job) =>
        job.Translation.Environment is null ? Outputs(job.Vm) : [.. Outputs(job.Vm), EnvironmentPath(job.Vm)];

    private static string FindingsPath(VirtualMachine vm) => Path.ChangeExtension(vm.XmlPath, ".findings.json");

    private static Fingerprint Inputs(VmJob job, DomainRenderer renderer)
    {
        var inputs = Common(job, renderer);
        var choices = job.Config.OvfChoicesOf(job.Vm);

        // Choices at their default are left out, so that a choice added later makes no earlier result out of date.
        List<string> more =
        [
            .. job.Translation.Domain.Disks.Where(disk => disk.Serial is not null).Select(disk => $"{disk.Target}={disk.Serial}"),
            .. job.Translation.Attached.Select(disk => $"{disk.Target}={disk.Source!.Path}"),
        ];
        inputs = more.Count > 0 ? inputs.Add("serial numbers and attached disks", string.Join('\n', more)) : inputs;
        inputs = job.Config.Vcpus is { } vcpus ? inputs.Add("vcpus", $"{vcpus}") : inputs;
        inputs = choices.Deployment is { } deployment ? inputs.Add("--deployment", deployment) : inputs;
        return choices.HasEnvironment ? inputs.Add("--ovf-env", "true") : inputs;
    }

    private static Fingerprint Common(VmJob job, DomainRenderer renderer) => new Fingerprint()
        .Add(Path.GetFileName(job.Vm.VmxPath), job.Translation.ContentHash)
        // The compiler is deterministic: the version id changes when, and only when, a rule or site rule did.
        .Add("rules", typeof(Translator).Module.ModuleVersionId.ToString())
        .Add("templates", renderer.TemplatesHash)
        .Add("--mode", Choices.Modes.Word(job.Config.Mode))
        .Add("--format", Choices.Formats.Word(job.Config.Format))
        .Add("--nic-names", Choices.NicNames.Word(job.Config.KeepNicNames))
        .Add("--site", job.Config.Site ?? "none")
        .Add("--skip-extra", Choices.Switches.Word(job.Config.SkipExtra))
        .Add("the guest", $"{job.Translation.System.Family}, {job.Translation.System.Drivers}")
        .Add("--virt-type", Choices.VirtTypes.Word(job.Config.VirtType))
        .Add("networks", JsonSerializer.Serialize(job.Config.Networks, FindingsJson.Default.NetworkMap))
        .Add("disk paths", string.Join('\n', job.Translation.Disks.Select(disk => disk.Target)));
}
