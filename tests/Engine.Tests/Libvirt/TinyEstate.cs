using V2K.Engine.Configuration;
using V2K.Engine.CutOvers;
using V2K.Engine.CutOvers.Hooks;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.TestBoots;
using V2K.Engine.Tests.Stages;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Libvirt;

/// <summary>A datastore of guests that are boot sectors, on their way into a libvirt.</summary>
public sealed class TinyEstate(string uri) : IDisposable
{
    private static readonly ToolRunner Tools = new(_ => { });

    private readonly TempFolder _folder = new();

    /// <summary>Where keys of encrypted disks are.</summary>
    public IReadOnlyList<LuksKey> Keys { get; init; } = [];

    internal RecordingLog Log { get; } = new();

    public string Scratch => Directory.CreateDirectory(_folder["scratch"]).FullName;

    public string this[string relative] => _folder[relative];

    /// <summary>Adds a guest that says <paramref name="words"/> on its serial port, again and again.</summary>
    public void AddVm(string name, string words, params string[] settings) => AddVm(name, BootSector.Saying(words), settings);

    /// <summary>Adds a guest that is <paramref name="disk"/>.</summary>
    public void AddVm(string name, byte[] disk, params string[] settings)
    {
        _folder.Write($"ds/{name}/{name}.vmx", string.Join('\n', [
            $"displayName = \"{name}\"", "memsize = \"32\"", "guestOS = \"debian11-64\"",
            "scsi0.present = \"TRUE\"", "scsi0:0.present = \"TRUE\"", $"scsi0:0.fileName = \"{name}.vmdk\"", .. settings, "",
        ]));
        AddDisk("ds", name, disk);
    }

    /// <summary>Adds a second disk of the same file name to the guest <paramref name="name"/>, in the datastore <c>ds2</c>.</summary>
    public void AddNamesake(string name, byte[] disk)
    {
        File.AppendAllText(_folder[$"ds/{name}/{name}.vmx"], $"scsi0:1.present = \"TRUE\"\nscsi0:1.fileName = \"[ds2] {name}/{name}.vmdk\"\n");
        AddDisk("ds2", name, disk);
    }

    private void AddDisk(string datastore, string name, byte[] disk)
    {
        _folder.Write($"{datastore}/{name}/{name}.vmdk", $"""
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW {disk.Length / 512} VMFS "{name}-flat.vmdk"

            """);
        File.WriteAllBytes(_folder[$"{datastore}/{name}/{name}-flat.vmdk"], disk);
    }

    /// <summary>Takes every VM as far as its definition; its failure is thrown.</summary>
    public Task DefineAsync(bool force = false) => RunAsync(force, (run, host) => run.DefineAsync(host, default));

    /// <summary>Takes every VM as far as its test; its failure is thrown.</summary>
    public Task TestAsync(params string[] addresses) => RunAsync(
        force: false,
        async (run, host) =>
        {
            using var booter = new TestBooter(host, Config(addresses), Tools);
            await run.DefineAsync(host, default);
            await run.TestBootAsync(host, booter, default);
        },
        addresses);

    /// <summary>Cuts every VM over; its failure is thrown.</summary>
    public async Task CutOverAsync(CutOverSettings settings, HookSettings hooks, Func<Config, Config>? change = null, CancellationToken cancellation = default)
    {
        var config = Config([]) with { CutOver = settings, Hooks = hooks, Adjust = new AdjustOptions { Kind = AdjustKind.None } };
        config = change?.Invoke(config) ?? config;
        using var host = new LibvirtHost(config, Tools);
        using var booter = new TestBooter(host, config, Tools);
        using var run = Open(config, force: false);
        await run.CutOverAsync(
            new MigrationMeans(new NativeEngine(), new AdjustHost(Tools, _ => Task.FromResult(false))) { Libvirt = new(() => host), Booter = new(() => booter) },
            cancellation);
        run.ThrowIfFailed();
    }

    /// <summary>Copies ahead what stands on snapshots; its failure is thrown.</summary>
    public async Task PrecopyAsync()
    {
        using var run = Open(Config([]), force: false);
        await run.TranslateAsync(default);
        await run.PrecopyAsync(default);
        run.ThrowIfFailed();
    }

    /// <summary>Returns every VM to VMware.</summary>
    public async Task<IReadOnlyList<string>> RollBackAsync(LibvirtConnection libvirt, bool force)
    {
        using var run = Open(Config([]), force);
        var done = new List<string>();
        foreach (var job in run.Jobs)
        {
            done.Add(await RollBackStage.RunAsync(job, libvirt, default));
        }

        return done;
    }

    /// <summary>What is known of the VM <paramref name="name"/>.</summary>
    public VmState State(string name) => VmState.Read(_folder[$"out/.v2k/{name}/{name}.json"])!;

    /// <summary>Undefines every VM.</summary>
    public IReadOnlyList<string> Undefine(LibvirtConnection libvirt)
    {
        using var run = Open(Config([]), force: false);
        return [.. run.Jobs.Select(job => UndefineStage.Run(job, libvirt))];
    }

    public void Dispose() => _folder.Dispose();

    private async Task RunAsync(bool force, Func<MigrationRun, LibvirtHost, Task> work, params string[] addresses)
    {
        var config = Config(addresses);
        using var host = new LibvirtHost(config, Tools);
        using var run = Open(config, force);
        await run.TranslateAsync(default);
        await run.ConvertAsync(new NativeEngine(), default);
        await work(run, host);
        run.ThrowIfFailed();
    }

    private MigrationRun Open(Config config, bool force) => MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, Log, force);

    private Config Config(string[] addresses) => new()
    {
        File = "v2k.yaml",
        Datastores =
        [
            new Datastore("ds", ["/vmfs/volumes/ds"], _folder["ds"], _folder["out"]),
            .. Directory.Exists(_folder["ds2"]) ? new[] { new Datastore("ds2", [], _folder["ds2"], _folder["out2"]) } : [],
        ],
        Connect = uri,
        VirtType = VirtType.Qemu,
        Adjust = new AdjustOptions { Keys = Keys },
        TestBoot = new TestBootOptions { Scratch = Scratch, Timeout = 120, Addresses = addresses },
    };
}
