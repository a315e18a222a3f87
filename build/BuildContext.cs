using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Engines.VirtV2v;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Build;

/// <summary>
/// What every task can ask. Nothing here is read, opened or checked before a task asks for it: Cake makes the context
/// even for <c>--tree</c>.
/// </summary>
public sealed class BuildContext : FrostingContext, IDisposable
{
    private readonly Lazy<Config> _config;
    private readonly Lazy<VmCatalog> _catalog;
    private readonly Lazy<MigrationRun> _run;
    private readonly Lazy<LibvirtHost> _libvirt;
    private RunEntry? _entry;
    private IReadOnlyList<Datastore> _journals = [];

    /// <summary>Made by Cake.</summary>
    /// <param name="context">Cake's own context.</param>
    /// <param name="options">The checked command line.</param>
    /// <param name="stop">Asked for when the administrator interrupts the run.</param>
    public BuildContext(ICakeContext context, CommandLine options, StopSignal stop)
        : base(context)
    {
        Options = options;
        Stop = stop.Token;
        RunLog = new RunLog(AnsiConsole.Console, () => Log.Verbosity);
        stop.Notify = RunLog.Stopping;
        ToolRunner = new ToolRunner(command => Log.Verbose("{0}", command));
        _config = new(ReadConfig);
        _catalog = new(() => VmCatalog.Scan(Config.Datastores));
        _run = new(OpenRun);
        _libvirt = new(() => new LibvirtHost(Config, ToolRunner));
    }

    /// <summary>The checked command line.</summary>
    public CommandLine Options { get; }

    /// <summary>Asked for when the administrator interrupts the run.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Says what happens.</summary>
    public RunLog RunLog { get; }

    /// <summary>Runs external programs, each shown by <c>--verbosity=verbose</c>.</summary>
    public ToolRunner ToolRunner { get; }

    /// <summary>The configuration file with the command line on top.</summary>
    public Config Config => _config.Value;

    /// <summary>Every VM of the datastores.</summary>
    public VmCatalog Catalog => _catalog.Value;

    /// <summary>The chosen VMs on their way through the stages; the same for every task of this run.</summary>
    public MigrationRun MigrationRun => _run.Value;

    /// <summary>Receives all events, besides <see cref="RunLog"/>; must be set before a task asks for <see cref="MigrationRun"/>.</summary>
    internal EventFile? Events { get; set; }

    /// <summary>Whether any task asked for <see cref="MigrationRun"/>.</summary>
    public bool HasMigrationRun => _run.IsValueCreated;

    /// <summary>The libvirt that <c>--connect</c> names.</summary>
    public LibvirtHost Libvirt => _libvirt.Value;

    /// <summary>The engine that <c>--engine</c> chose.</summary>
    public IConversionEngine CopyEngine => Config.Engine switch
    {
        EngineKind.Native => new NativeEngine(),
        EngineKind.QemuImg => new QemuImgEngine(ToolRunner, Config.EngineOptions),
        EngineKind.NbdCopy => new NbdCopyEngine(ToolRunner, Config.EngineOptions),
        EngineKind.VirtV2v => new VirtV2vEngine(ToolRunner, Config.Adjust, KvmWorksAsync),
        _ => throw new InvalidOperationException($"no engine for {Config.Engine}"),
    };

    /// <summary>What adjusting asks of this host.</summary>
    public AdjustHost AdjustHost => new(ToolRunner, KvmWorksAsync);

    /// <summary>The VMs that <c>--vm</c> and <c>--all</c> choose.</summary>
    /// <param name="orAll">Neither means all of them, rather than an error.</param>
    /// <exception cref="V2KException">No VM is chosen, or a name means none or several.</exception>
    public IReadOnlyList<VirtualMachine> ChosenVms(bool orAll = false) => WrongUsage.In(() => Choose(orAll));

    private IReadOnlyList<VirtualMachine> Choose(bool orAll)
    {
        var choice = VmChoice.Of(Options, Directory.GetCurrentDirectory());
        var roster = WaveRoster.Of(Config, Catalog.Vms);
        foreach (var problem in Catalog.Problems.Concat(roster.Missing).Concat(UnknownVms.Of(Config, Catalog)))
        {
            System.Console.Error.WriteLine("warning: " + problem.Message);
        }

        return choice.From(Catalog, roster, orAll);
    }

    /// <summary>Whether libguestfs's appliance can run by KVM, on this host.</summary>
    private Task<bool> KvmWorksAsync(CancellationToken cancellation) => KvmProbe.ShouldUseAsync(Config.VirtType, ToolRunner, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_run.IsValueCreated)
        {
            _run.Value.Dispose();
        }

        if (_libvirt.IsValueCreated)
        {
            _libvirt.Value.Dispose();
        }
    }

    private Config ReadConfig()
    {
        var config = WrongUsage.In(() => ConfigFromCommandLine.Make(Options, Directory.GetCurrentDirectory()));
        if (Log.Verbosity >= Verbosity.Normal)
        {
            var line = ConfigFromCommandLine.Describe(Options, config);
            System.Console.WriteLine(Options.IsJournalled && System.Console.IsOutputRedirected ? $"{LineTime.Now}  {line}" : line);
        }

        return config;
    }

    private MigrationRun OpenRun()
    {
        var vms = ChosenVms();
        RunLog.Vms = vms.Count;
        if (Config.NumaNode is { } node)
        {
            NumaBinding.Bind(node);
        }

        var names = vms.ToLookup(vm => vm.DisplayName, StringComparer.Ordinal);
        var run = MigrationRun.Open(vms, Config, LogOf, Options.IsAlone(KnownOptions.Force));
        BeginRun(vms);
        return run;

        IRunLog LogOf(VirtualMachine vm)
        {
            var log = names[vm.DisplayName].Skip(1).Any() ? new NamedRunLog(RunLog, vm.Id) : (IRunLog)RunLog;
            return Events is null ? log : new RunLogs(log, Events.For(vm));
        }
    }

    /// <summary>Notes in the datastores' journals that this run starts, if it works on VMs rather than looks at them.</summary>
    private void BeginRun(IReadOnlyList<VirtualMachine> vms)
    {
        if (!Options.IsJournalled)
        {
            return;
        }

        _entry = RunEntry.Start($"v2k {Options.Text}");
        _journals = [.. vms.Select(vm => vm.Datastore).Distinct()];
        Journal(_entry);
    }

    /// <summary>Reports what is reported once for all VMs, and notes what came of the run.</summary>
    /// <param name="failure">What ended it; null where nothing did.</param>
    internal void EndRun(Exception? failure)
    {
        if (!HasMigrationRun)
        {
            return;
        }

        RunLog.Close();
        if (_entry is not null)
        {
            Journal(_entry with
            {
                Finished = DateTimeOffset.UtcNow,
                Ok = failure is null && MigrationRun.Jobs.All(job => job.Failure is null),
                Result = failure is null ? MigrationRun.Result : FailureLog.Describe(failure),
            });
        }
    }

    /// <summary>A target that cannot be written fails its VMs with an error of their own; the journal adds none.</summary>
    private void Journal(RunEntry entry)
    {
        try
        {
            RunJournal.Append(_journals, entry, Config.Connect);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Log.Verbose("The run is not in the journal: {0}", cause.Message);
        }
    }
}
