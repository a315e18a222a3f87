using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine;
using V2K.Engine.Rendering;
using V2K.Engine.Reporting;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>A page about every VM: how far it is, what was done and when, what was found.</summary>
[TaskName("Report")]
[TaskDescription("writes a self-contained HTML page about the VMs: progress, timings, findings, decisions; --report=FILE, --json=FILE")]
public sealed class ReportTask : FrostingTask<BuildContext>
{
    private const string DefaultFile = "v2k-report.html";

    private static readonly Option[] Choosing = [KnownOptions.Vm, KnownOptions.Wave, KnownOptions.Except];

    /// <summary>What a later run needs to see the same VMs and networks. Passwords in URIs are masked: a page is sent on.</summary>
    private static readonly Option[] Configuring =
        [KnownOptions.Config, KnownOptions.Datastore, KnownOptions.Network, KnownOptions.Disk, KnownOptions.Site, KnownOptions.Connect];

    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var config = context.Config;
        var report = new ReportReader(config, new DomainRenderer(TemplateFolder.Load(config.Templates))).Read(context.ChosenVms(orAll: true));
        var page = ReportPage.Of(report, Repository.Command, Scope(context.Options)).Render(TemplateFolder.Load(config.Templates, report: true));
        var file = context.Options.Value(KnownOptions.Report) ?? DefaultFile;
        OutputFile.WriteText(KnownOptions.Report, file, page);
        JsonOutput.Write(context, report, ReportJson.Default.Report);
        AnsiConsole.Profile.Out.Writer.WriteLine(Printable.OneLine($"Report of {Words.Count(report.Vms.Count, "VM")} in {(StandardOutput.Is(file) ? "standard output" : Path.GetFullPath(file))}"));
    }

    private static ReportScope Scope(CommandLine options)
    {
        var isOpen = options.Values(KnownOptions.Vm) is [] && options.Values(KnownOptions.Wave) is [];
        var choice = isOpen || options.Has(KnownOptions.All) ? Given(Choosing).Prepend((KnownOptions.All.Name, null)) : Given(Choosing);
        return new ReportScope([.. choice], [.. Given(Configuring)]);

        IEnumerable<(string, string?)> Given(Option[] wanted) => wanted.SelectMany(option => options.Values(option).Select(value => (option.Name, (string?)UriCredentials.Mask(value))));
    }
}
