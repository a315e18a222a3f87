using System.Runtime.InteropServices;
using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Options;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>
/// Tells what each stage needs of this host. Something missing is no failure, because nobody needs every stage; what the
/// command line asks for is.
/// </summary>
[TaskName("Doctor")]
[TaskDescription("says what this host has and lacks for each stage")]
public sealed class DoctorTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var distribution = Distribution.Detect();
        System.Console.WriteLine($"{distribution.Name}, {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors");

        var tools = StageNeeds.InOrder.SelectMany(stage => stage.Tools).Distinct().ToList();
        var runner = new ToolRunner(static _ => { });
        var probes = new Dictionary<Tool, ToolProbe>();
        foreach (var tool in tools)
        {
            probes[tool] = await ToolProbe.AskAsync(tool, runner, CancellationToken.None);
        }

        AnsiConsole.Write(TableOf(probes, distribution));
        System.Console.WriteLine(probes.Values.All(probe => probe.Problem is null)
            ? "Nothing is missing."
            : "To install what is missing: --target=Setup");

        if (string.Equals(context.Options.Value(KnownOptions.Engine), "qemu-img", StringComparison.Ordinal)
            && probes[KnownTools.QemuImg].Problem is { } problem)
        {
            throw new V2KException($"qemu-img {problem}", "Run --target=Setup, or convert with --engine=native", key: "--engine");
        }
    }

    private static Table TableOf(Dictionary<Tool, ToolProbe> probes, Distribution distribution)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Stage", "Ready", "Needs");
        foreach (var (stage, needs) in StageNeeds.InOrder)
        {
            table.AddRow(
                new Text(stage),
                new Text(needs.All(tool => probes[tool].Problem is null) ? "yes" : "no"),
                new Text(needs is [] ? "nothing" : string.Join('\n', needs.Select(tool => Describe(probes[tool], distribution)))));
        }

        return table;
    }

    private static string Describe(ToolProbe probe, Distribution distribution) => probe.Problem is null
        ? $"{probe.Tool.Name} {probe.Version}"
        : $"{probe.Tool.Name} {probe.Problem}"
            + (distribution.PackageOf(probe.Tool) is { } package ? $" (package {package})" : "");
}
