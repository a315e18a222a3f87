using System.Runtime.InteropServices;
using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Libvirt;
using V2K.Engine.Readiness;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>
/// Tells what each stage needs of this host. Something missing is no failure, because nobody needs every stage; what the
/// command line asks for is.
/// </summary>
[TaskName("Doctor")]
[TaskDescription("checks this host for each stage, and with --vm or --all, whether disks can be read; --json=FILE")]
public sealed class DoctorTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var distribution = Distribution.Detect();
        var probes = new Dictionary<Tool, ToolProbe>();
        foreach (var tool in StageNeeds.InOrder.SelectMany(stage => stage.Tools).Distinct())
        {
            probes[tool] = await ToolProbe.AskAsync(tool, context.ToolRunner, context.Stop);
        }

        IReadOnlyList<StageReadiness> stages =
        [
            .. StageNeeds.InOrder.Select(stage => new StageReadiness(
                stage.Stage,
                [
                    .. stage.Tools.Select(tool => ToolReadiness.Of(probes[tool], distribution)),
                    .. stage.Files.Select(file => ToolReadiness.Of(file, distribution)),
                ])),
        ];
        var config = Configuration(context, out var needs);
        stages = [.. stages, .. needs is [] ? [] : new[] { new StageReadiness(ConfigurationNeeds.Stage, [.. needs.Select(ToolReadiness.Of)]) }];
        System.Console.WriteLine($"{distribution.Name}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors");
        Table(stages).Write(AnsiConsole.Console);
        System.Console.WriteLine(Libvirt(config?.Connect ?? context.Options.Value(KnownOptions.Connect) ?? Config.DefaultConnect));
        System.Console.WriteLine(await KvmAsync(context));
        foreach (var line in Remedies(probes.Values, needs, distribution))
        {
            System.Console.WriteLine(line);
        }

        if (context.Options.Has(KnownOptions.All) || context.Options.Values(KnownOptions.Vm).Count > 0)
        {
            TellOfDisks(context);
        }

        JsonOutput.Write(context, stages, ReadinessJson.Default.IReadOnlyListStageReadiness);

        RequireEngine(config?.Engine ?? (context.Options.Value(KnownOptions.Engine) is { } engine ? Choices.Engines[engine] : EngineKind.Native), probes);
    }

    /// <summary>The engine is chosen: without its programs, nothing is converted.</summary>
    private static void RequireEngine(EngineKind engine, Dictionary<Tool, ToolProbe> probes)
    {
        var tools = engine switch
        {
            EngineKind.QemuImg => StageNeeds.ConvertWithQemuImg.Tools,
            EngineKind.NbdCopy => StageNeeds.ConvertWithNbdCopy.Tools,
            EngineKind.VirtV2v => StageNeeds.ConvertWithVirtV2v.Tools,
            _ => [],
        };
        if (tools.Where(tool => probes[tool].Problem is not null).ToList() is [_, ..] missing)
        {
            throw new V2KException(
                string.Join(", ", missing.Select(tool => $"{tool.Name} {probes[tool].Problem}")), "Run --target=Setup, or convert with --engine=native", key: "--engine");
        }
    }

    /// <summary>The configuration of this run with what it needs; null where there is none, or one that cannot be used, which is a need of its own.</summary>
    private static Config? Configuration(BuildContext context, out IReadOnlyList<HostCheck> needs)
    {
        needs = [];
        if (!ConfigFromCommandLine.IsThere(context.Options, Directory.GetCurrentDirectory()))
        {
            System.Console.WriteLine("There is no configuration here, so only the host is checked; --target=Init writes one.");
            return null;
        }

        try
        {
            needs = ConfigurationNeeds.Of(context.Config);
            return context.Config;
        }
        catch (V2KException wrong)
        {
            needs = [new HostCheck("the file", Found: null, wrong.Message.TrimEnd('.'), "Correct it")];
            return null;
        }
    }

    /// <summary>The disks of the chosen VMs that cannot be read, each with the descriptor that it may lack. A VM that cannot be read is no failure here, either.</summary>
    private static void TellOfDisks(BuildContext context)
    {
        foreach (var vm in context.ChosenVms())
        {
            try
            {
                TellOfDisks(vm, DescriptorAdvice.For(vm, context.Config));
            }
            catch (V2KException unreadable)
            {
                System.Console.WriteLine(unreadable.Message);
            }
        }
    }

    private static void TellOfDisks(VirtualMachine vm, IReadOnlyList<DescriptorAdvice> disks)
    {
        System.Console.WriteLine(Printable.OneLine(vm.Id) + (disks.Count == 0 ? ": every disk can be read." : ":"));
        foreach (var (device, failure, proposed) in disks)
        {
            System.Console.WriteLine($"{device}: {failure.Message}");
            if (proposed is not null)
            {
                System.Console.WriteLine(string.Join(' ', proposed.Notes.Prepend($"V2K writes nothing there; a text for {Printable.OneLine(proposed.Path)} that fits:")));
                System.Console.WriteLine();
                System.Console.WriteLine(proposed.Text);
            }
        }
    }

    /// <summary>Setup installs programs; files that no package brings are for the administrator to get.</summary>
    private static IEnumerable<string> Remedies(IEnumerable<ToolProbe> probes, IReadOnlyList<HostCheck> needs, Distribution distribution)
    {
        var files = HostFile.ForWindows.Where(file => file.Problem is not null).ToList();
        var isComplete = probes.All(probe => probe.Problem is null);
        foreach (var need in needs.Where(need => need.Problem is not null))
        {
            yield return Printable.OneLine($"For {ConfigurationNeeds.Stage}, {need.Name}: {need.Problem}{(need.Problem!.EndsWith('?') ? "" : ".")} {need.Remedy}.");
        }

        if (isComplete && files.Count == 0 && needs.All(need => need.Problem is null))
        {
            yield return "Nothing is missing.";
        }

        if (!isComplete)
        {
            yield return "To install the programs that are missing: --target=Setup";
        }

        foreach (var file in files)
        {
            yield return $"For Windows guests, {file.Name} {file.Problem}. {file.RemedyIn(distribution)}.";
        }
    }

    /// <summary>Programs that are installed need not run.</summary>
    private static string Libvirt(LibvirtUri uri)
    {
        try
        {
            using var libvirt = LibvirtConnection.Open(uri);
            return $"libvirt answers at {uri}.";
        }
        catch (V2KException silent)
        {
            return silent.Message;
        }
    }

    private static async Task<string> KvmAsync(BuildContext context)
    {
        var verdict = await KvmProbe.AskAsync(context.ToolRunner, context.Stop);
        return verdict.Works ? $"KVM works: {verdict.Reason}." : $"KVM does not work, guests run by emulation: {verdict.Reason}.";
    }

    private static ResultTable Table(IReadOnlyList<StageReadiness> stages)
    {
        var table = new ResultTable("stage", "ready", "needs");
        foreach (var stage in stages)
        {
            table.Add(
                stage.Stage,
                stage.Ready ? "yes" : "no",
                stage.Tools is [] ? "nothing" : string.Join('\n', stage.Tools.Select(Describe)));
        }

        return table;
    }

    private static string Describe(ToolReadiness tool) => tool.Problem is null
        ? $"{tool.Name} {tool.Version}"
        : $"{tool.Name} {tool.Problem}{(tool.Package is null ? "" : $" (package {tool.Package})")}";
}
