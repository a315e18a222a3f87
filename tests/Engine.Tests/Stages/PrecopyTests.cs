using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>Warm migration: copied ahead while the VM runs on a snapshot, completed when it is shut down.</summary>
public sealed class PrecopyTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly GrowingChain _disk;

    public PrecopyTests()
    {
        Directory.CreateDirectory(_folder["ds1/web01"]);
        _disk = new GrowingChain(_folder["ds1/web01"], "web01", seed: 2, sectors: 6000);
        File.WriteAllText(_folder["ds1/web01/web01.vmx.lck"], "");
        WriteVmx();
    }

    private string Target => _folder["out/web01/web01.raw"];

    private string Ahead => Target + ".v2k-precopied";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_cut_over_adds_the_delta_to_what_was_copied_while_the_VM_ran()
    {
        Snapshot(1);
        await PrecopyAsync();
        Assert.Equal(["Precopy web01.raw: not precopied yet"], _log.Started);
        Assert.True(File.Exists(Ahead));
        Assert.False(File.Exists(Target));

        // The VM has written on.
        _disk.Revert(3);
        ShutDown();
        await ConvertAsync();

        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
        Assert.Contains("into the precopied disk", State().Steps[StepKey.OfDisk(Stage.Convert, "scsi0:0")].Notes, StringComparison.Ordinal);
        Assert.Equal([StepKey.Of(Stage.Translate), StepKey.OfDisk(Stage.Convert, "scsi0:0")], State().Steps.Keys);
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.v2k-*", SearchOption.AllDirectories));

        _log.Clear();
        await ConvertAsync();
        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task The_plan_of_a_cut_over_counts_the_delta_alone()
    {
        Snapshot(1);
        await PrecopyAsync();
        _disk.Revert(3);
        ShutDown();
        var config = Config;
        var vms = VmCatalog.Scan(config.Datastores).Vms;

        var plan = new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false).Plan(vms, vms);

        using var image = DiskImage.Open(_disk.Newest, new FolderPaths(_folder["ds1/web01"]));
        var delta = image.Newest(1).Runs().Where(run => run.Kind is RunKind.Data or RunKind.Compressed).Sum(run => run.Length);
        var step = Assert.Single(plan.Vms).Steps.Single(step => step.Stage == "Convert");
        Assert.Equal(delta, step.BytesToCopy + step.BytesToClone);
        Assert.Contains("resumes a copy", step.Reason, StringComparison.Ordinal);
        Assert.True(File.Exists(Ahead));
    }

    [Fact]
    public async Task A_precopied_disk_is_up_to_date_until_a_newer_snapshot_exists()
    {
        Snapshot(1);
        await PrecopyAsync();
        _log.Clear();

        await PrecopyAsync();
        Assert.StartsWith("Precopy web01.raw: web01.vmdk is unchanged since the precopy", Assert.Single(_log.UpToDate), StringComparison.Ordinal);

        Snapshot(5);
        await PrecopyAsync();
        Assert.Equal(["Precopy web01.raw: web01-000001.vmdk is frozen since"], _log.Started);
        ShutDown();
        await ConvertAsync();
        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Of_the_delta_that_the_VM_writes_to_only_the_descriptor_is_read()
    {
        Snapshot(1);
        File.Delete(Directory.GetFiles(_folder["ds1/web01"], "web01-000001-*").Single());

        await PrecopyAsync();

        Assert.True(File.Exists(Ahead));
    }

    [Fact]
    public async Task A_VM_without_a_snapshot_fails_with_the_advice_to_take_one()
    {
        var failure = await Assert.ThrowsAsync<V2KException>(() => PrecopyAsync());

        Assert.Contains("Take a snapshot first", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out/web01"]));
    }

    [Fact]
    public async Task Other_blockers_than_that_the_VM_runs_stop_it()
    {
        Snapshot(1);
        File.AppendAllText(_folder["ds1/web01/web01.vmx"], "pciPassthru0.present = \"TRUE\"\n");

        var failure = await Assert.ThrowsAsync<V2KException>(() => PrecopyAsync());

        Assert.Contains("--ignore=passthrough", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_without_a_snapshot_is_left_for_the_cut_over()
    {
        Snapshot(1);
        var data = new GrowingChain(_folder["ds1/web01"], "data", seed: 4, sectors: 3000);
        File.AppendAllText(_folder["ds1/web01/web01.vmx"], "scsi0:1.present = \"TRUE\"\nscsi0:1.fileName = \"data.vmdk\"\n");

        await PrecopyAsync();
        Assert.Contains(_log.Found, finding => finding.What == "scsi0:1 of web01 cannot be precopied: the VM writes to the base disk");
        ShutDown();
        await ConvertAsync();

        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal(data.Content, await File.ReadAllBytesAsync(_folder["out/web01/data.raw"]));
    }

    [Fact]
    public async Task Consolidated_snapshots_cause_a_whole_copy_with_the_reason()
    {
        Snapshot(1);
        await PrecopyAsync();
        var merged = _disk.Content;
        await File.WriteAllBytesAsync(_folder["ds1/web01/web01-flat.vmdk"], merged);
        ShutDown();
        WriteVmx("web01.vmdk");

        await ConvertAsync();

        Assert.Contains(_log.Found, finding =>
            finding.What == $"the precopy of web01.raw cannot be used, because {_folder["ds1/web01/web01-flat.vmdk"]} was written to since");
        Assert.Equal(merged, (await File.ReadAllBytesAsync(Target))[..merged.Length]);
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.v2k-*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_base_that_has_changed_is_copied_ahead_from_the_beginning()
    {
        Snapshot(1);
        await PrecopyAsync();
        _log.Clear();
        File.SetLastWriteTimeUtc(_folder["ds1/web01/web01-flat.vmdk"], DateTime.UtcNow.AddMinutes(1));

        await PrecopyAsync();

        Assert.Equal(
            [$"Precopy web01.raw: from the beginning, because {_folder["ds1/web01/web01-flat.vmdk"]} was written to since"], _log.Started);
        ShutDown();
        await ConvertAsync();
        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Other_wishes_than_those_it_was_copied_ahead_with_are_refused()
    {
        Snapshot(1);
        await PrecopyAsync();
        ShutDown();

        var failure = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(config => config with { Preallocation = Preallocation.Falloc }));

        Assert.Contains("it has another preallocation", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Ahead));
        await ConvertAsync(config => config with { Preallocation = Preallocation.Falloc }, force: true);
        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
        Assert.False(File.Exists(Ahead));
    }

    [Fact]
    public async Task A_disk_that_was_converted_before_is_replaced_by_what_was_copied_ahead()
    {
        ShutDown();
        await ConvertAsync();
        Snapshot(1);
        File.WriteAllText(_folder["ds1/web01/web01.vmx.lck"], "");
        await PrecopyAsync();
        ShutDown();

        await ConvertAsync();

        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
        Assert.Contains("into the precopied disk", State().Steps[StepKey.OfDisk(Stage.Convert, "scsi0:0")].Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_run_removes_files_of_a_cut_over_that_was_killed_after_it_renamed_the_disk()
    {
        Snapshot(1);
        await PrecopyAsync();
        ShutDown();
        var record = _folder["out/.v2k/web01/web01.raw.v2k-precopied.json"];
        var inTheEnd = "";
        _log.Progressed = () => inTheEnd = File.ReadAllText(record);
        await ConvertAsync();
        File.WriteAllText(record, inTheEnd);
        _log.Clear();

        await ConvertAsync();

        Assert.Empty(_log.Started);
        Assert.False(File.Exists(record));
        Assert.Equal(_disk.Content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([StepKey.Of(Stage.Translate), StepKey.OfDisk(Stage.Convert, "scsi0:0")], State().Steps.Keys);
    }

    [Fact]
    public async Task Clean_takes_back_what_was_copied_ahead()
    {
        Snapshot(1);
        await PrecopyAsync();

        using var run = Open();
        CleanUp.Plan(run.Jobs[0]).Execute(run.Jobs[0]);

        Assert.Empty(Directory.Exists(_folder["out"]) ? Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories) : []);
    }

    [Fact]
    public void A_disk_that_cannot_be_completed_later_is_refused_at_the_start()
    {
        Assert.Equal("--engine", Refused(config => config with { Engine = EngineKind.QemuImg }).Key);
        Assert.Equal("--compress", Refused(config => config with { Format = DiskFormat.Qcow2, Compression = Compression.Zstd }).Key);
        Assert.Equal("--disk", Refused(config => config with { DiskTargets = [new DiskTarget(null, "scsi0:0", "/dev/loop0")] }).Key);
    }

    private V2KException Refused(Func<Config, Config> change) => Assert.Throws<V2KException>(() => PrecopyStage.Require(change(Config)));

    private Config Config => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    private void Snapshot(int seed)
    {
        _disk.Snapshot(seed);
        WriteVmx();
    }

    private void ShutDown() => File.Delete(_folder["ds1/web01/web01.vmx.lck"]);

    private void WriteVmx(string? disk = null) => _folder.Write("ds1/web01/web01.vmx", $"""
        displayName = "web01"
        memsize = "512"
        scsi0.present = "TRUE"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "{disk ?? Path.GetFileName(_disk.Newest)}"

        """);

    private async Task PrecopyAsync()
    {
        using var run = Open();
        await run.PrecopyAsync(CancellationToken.None);
        run.ThrowIfFailed();
    }

    private async Task ConvertAsync(Func<Config, Config>? change = null, bool force = false)
    {
        using var run = Open(change, force);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private MigrationRun Open(Func<Config, Config>? change = null, bool force = false)
    {
        var config = change is null ? Config : change(Config);
        return MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force);
    }

    private VmState State() => VmState.Read(_folder["out/.v2k/web01/web01.json"])!;
}
