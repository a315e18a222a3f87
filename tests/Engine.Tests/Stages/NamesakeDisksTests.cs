using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>vSphere names a VM's disk on another datastore like the first: <c>[ds1] web01/web01.vmdk</c> and <c>[ds2] web01/web01.vmdk</c>.</summary>
public sealed class NamesakeDisksTests : IDisposable
{
    private const int DiskBytes = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private IReadOnlyList<DiskTarget> _devices = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Disks_of_one_file_name_on_several_datastores_are_converted_each_and_left_alone_by_the_second_run()
    {
        AddVm("scsi0:0", "scsi0:1", "nvme0:0");
        await ConvertAsync();

        Assert.Equal(
            [
                "Convert web01.raw (nvme0:0): not made yet", "Convert web01.raw (scsi0:0): not made yet", "Convert web01.raw (scsi0:1): not made yet",
                "Translate web01.xml: not made yet",
            ],
            _log.Started.Order(StringComparer.Ordinal));
        Assert.All([1, 2, 3], i => Assert.Equal(Content(i), File.ReadAllBytes(_folder[$"out{i}/web01/web01.raw"])));
        Assert.Empty(Directory.GetFiles(_folder["out1"], "*.v2k-partial", SearchOption.AllDirectories));

        _log.Clear();
        await ConvertAsync();

        Assert.Empty(_log.Started);
        Assert.Equal(4, _log.UpToDate.Count);
    }

    [Fact]
    public async Task A_changed_disk_is_converted_again_and_its_namesake_is_not()
    {
        AddVm("scsi0:0", "scsi0:1");
        await ConvertAsync();
        _log.Clear();
        File.Delete(_folder["ds2/web01/web01-flat.vmdk"]);
        File.WriteAllBytes(_folder["ds2/web01/web01-flat.vmdk"], Content(7));

        await ConvertAsync();

        Assert.Equal(["Convert web01.raw (scsi0:1): web01-flat.vmdk changed"], _log.Started);
        Assert.Equal(Content(7), File.ReadAllBytes(_folder["out2/web01/web01.raw"]));
    }

    [Fact]
    public async Task Namesakes_are_verified_each_against_its_own_source()
    {
        AddVm("scsi0:0", "scsi0:1");
        await ConvertAsync();
        using var run = Open();

        var verified = await run.VerifyAsync(CancellationToken.None);

        Assert.Equal(
            [("scsi0:0", _folder["ds1/web01/web01.vmdk"], true), ("scsi0:1", _folder["ds2/web01/web01.vmdk"], true)],
            verified.Select(disk => (disk.Device, disk.Source, disk.IsIdentical)));
        Assert.Contains(_log.Started, line => line.StartsWith("Verify web01.raw (scsi0:1): ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_plan_names_namesakes_by_their_places()
    {
        AddVm("scsi0:0", "scsi0:1");
        await ConvertAsync();

        var plan = new Planner(Config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false);
        var vms = VmCatalog.Scan(Config.Datastores).Vms;
        var disks = Assert.Single(plan.Plan(vms, vms).Vms).Steps.Where(step => step.Stage == "Convert").ToList();

        Assert.Equal([("web01.raw", "scsi0:0", "web01.raw (scsi0:0)"), ("web01.raw", "scsi0:1", "web01.raw (scsi0:1)")], disks.Select(step => (step.Name, step.Device, step.Label)));
        Assert.All(disks, step => Assert.False(step.MustRun));
    }

    [Fact]
    public async Task Clean_takes_back_every_namesake()
    {
        AddVm("scsi0:0", "scsi0:1", "nvme0:0");
        await ConvertAsync();
        using var run = Open();
        var job = Assert.Single(run.Jobs);

        var plan = CleanUp.Plan(job);
        plan.Execute(job);

        Assert.Equal([1, 2, 3], plan.Files.Where(file => file.IsDisk).Select(file => int.Parse(file.Path[_folder["out"].Length..][..1], null)).Order());
        Assert.All([1, 2, 3], i => Assert.Empty(Directory.GetFileSystemEntries(_folder[$"out{i}"])));
    }

    [Fact]
    public async Task A_disk_that_is_attached_elsewhere_keeps_its_conversion()
    {
        AddVm("scsi0:0", "scsi0:1");
        await ConvertAsync();
        _log.Clear();

        WriteVmx("scsi0:1", "scsi0:0");
        await ConvertAsync();
        WriteVmx("scsi1:4", "scsi0:7");
        await ConvertAsync();

        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_was_converted_to_another_format_before_is_still_cleaned()
    {
        AddVm("scsi0:0", "scsi0:1");
        await ConvertAsync();
        await ConvertAsync(config => config with { Format = DiskFormat.Qcow2 });
        _log.Clear();
        await ConvertAsync();
        Assert.StartsWith("Translate", Assert.Single(_log.Started), StringComparison.Ordinal);
        using var run = Open();
        var job = Assert.Single(run.Jobs);

        CleanUp.Plan(job).Execute(job);

        Assert.All([1, 2], i => Assert.Empty(Directory.GetFileSystemEntries(_folder[$"out{i}"])));
    }

    [SkippableFact]
    public async Task Block_devices_of_one_name_are_written_each_once()
    {
        AddVm("scsi0:0", "scsi0:1");
        await using var one = await LoopDevice.MakeAsync(_folder["one"], 2 * DiskBytes);
        await using var two = await LoopDevice.MakeAsync(_folder["two"], 2 * DiskBytes);
        string[] links = [Link("vg1", one.Path), Link("vg2", two.Path)];
        _devices = [new DiskTarget("web01", "scsi0:0", links[0]), new DiskTarget("web01", "scsi0:1", links[1])];

        await ConvertAsync();

        Assert.Equal(Content(1), one.Content()[..DiskBytes]);
        Assert.Equal(Content(2), two.Content()[..DiskBytes]);
        Assert.Contains("Convert root (scsi0:1): not made yet", _log.Started);
        _log.Clear();
        await ConvertAsync();
        Assert.Empty(_log.Started);


        // The same devices by other names, as --disk=/dev/mapper/vg1-root would have them.
        _devices = [new DiskTarget("web01", "scsi0:0", one.Path), new DiskTarget("web01", "scsi0:1", two.Path)];
        await ConvertAsync();
        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));

        string Link(string group, string device)
        {
            Directory.CreateDirectory(_folder[group]);
            return File.CreateSymbolicLink(_folder[$"{group}/root"], device).FullName;
        }
    }

    [Fact]
    public async Task Disks_that_would_become_one_file_are_refused_and_nothing_is_copied()
    {
        AddVm("scsi0:0", "scsi0:1");

        var failure = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(config => config with
        {
            Datastores = [.. config.Datastores.Select(datastore => datastore with { Target = _folder["out1"] })],
        }));

        Assert.Contains($"scsi0:0 and scsi0:1 would both become {_folder["out1/web01/web01.raw"]}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("its own target", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out1/web01/web01.raw"]));
    }

    /// <summary>Before anything is copied: the plan, and the translation whose XML would have one file twice.</summary>
    [Fact]
    public async Task Plan_and_Translate_say_that_two_disks_would_become_one_file()
    {
        AddVm("scsi0:0", "sata0:2");
        var config = Config with { Datastores = [.. Config.Datastores.Select(datastore => datastore with { Target = _folder["out1"] })] };
        var vms = VmCatalog.Scan(config.Datastores).Vms;

        var plan = Assert.Single(new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false).Plan(vms, vms).Vms);
        using (var run = Open(_ => config))
        {
            await run.TranslateAsync(CancellationToken.None);
        }

        var expected = $"scsi0:0 and sata0:2 would both become {_folder["out1/web01/web01.raw"]}";
        Assert.Contains(plan.Concerns, concern => concern.Id == "one-target" && concern.IsBlocker && concern.What == expected);
        Assert.Contains(expected, Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out1/web01/web01.xml"]));
    }

    [Fact]
    public void Plan_says_that_disks_of_two_VMs_would_become_one_file()
    {
        AddVm("scsi0:0", "scsi0:1");
        WriteVmx("scsi0:0");
        _folder.Write("ds2/web01/other.vmx", "displayName = \"other\"\nscsi1.present = \"TRUE\"\nscsi1:3.present = \"TRUE\"\nscsi1:3.fileName = \"web01.vmdk\"\n");
        var config = Config with { Datastores = [.. Config.Datastores.Select(datastore => datastore with { Target = _folder["out1"] })] };
        var vms = VmCatalog.Scan(config.Datastores).Vms;

        var plan = new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false).Plan(vms, vms);

        Assert.Equal(
            [
                ("[ds1] web01/web01.vmx", $"the disk scsi0:0 would become {_folder["out1/web01/web01.raw"]}, and so would a disk of [ds2] web01/other.vmx"),
                ("[ds2] web01/other.vmx", $"the disk scsi1:3 would become {_folder["out1/web01/web01.raw"]}, and so would a disk of [ds1] web01/web01.vmx"),
            ],
            plan.Vms.SelectMany(vm => vm.Concerns.Where(concern => concern.Id == "one-target").Select(concern => (vm.Id, concern.What))));
    }

    [Fact]
    public async Task A_disk_that_is_attached_twice_is_refused()
    {
        AddVm("scsi0:0");
        File.AppendAllText(_folder["ds1/web01/web01.vmx"], "scsi0:3.present = \"TRUE\"\nscsi0:3.fileName = \"web01.vmdk\"\n");

        var failure = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync());

        Assert.Contains("scsi0:0 and scsi0:3 are one disk", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disks_that_stand_on_one_base_each_count_it_among_what_they_are_made_from()
    {
        var files = new[] { "/ds1/a/a.vmdk", "/ds1/base/a.vmdk", "/ds2/base/a.vmdk" }.Select(path => new SourceFile(path, 512, DateTimeOffset.UnixEpoch, 7, 512)).ToList();
        var summary = new DiskSummary("vmfsSparse over vmfs", 512, 512, 2, files);
        var copy = new CopyJob("/ds1/a/a.vmdk", new DatastorePaths(Config.Datastores, "v2k.yaml"), "/out/a.raw", DiskFormat.Raw);

        var inputs = ConvertStage.AdjustedInputs([summary, summary, summary], copy).Inputs;

        Assert.Equal(["--format", "--engine", "a.vmdk", "/ds1/base/a.vmdk", "/ds2/base/a.vmdk", "/ds1/a/a.vmdk"], inputs.Keys);
    }

    [Fact]
    public async Task Namesakes_are_copied_ahead_each_for_itself()
    {
        AddVm();
        GrowingChain[] disks = [.. new[] { 1, 2 }.Select(i => new GrowingChain(Directory.CreateDirectory(_folder[$"ds{i}/web01"]).FullName, "web01", seed: i, sectors: 6000))];
        Array.ForEach(disks, disk => disk.Snapshot(1));
        WriteVmx(disks);
        using (var run = Open())
        {
            await run.PrecopyAsync(CancellationToken.None);
            run.ThrowIfFailed();
        }

        Assert.Equal(["Precopy web01.raw (scsi0:0): not precopied yet", "Precopy web01.raw (scsi0:1): not precopied yet"], _log.Started.Order(StringComparer.Ordinal));
        Array.ForEach(disks, disk => disk.Revert(3));
        WriteVmx(disks);
        await ConvertAsync();

        var state = VmState.Read(_folder["out1/.v2k/web01/web01.json"])!;
        Assert.All([0, 1], i =>
        {
            Assert.Equal(disks[i].Content, File.ReadAllBytes(_folder[$"out{i + 1}/web01/web01.raw"]));
            Assert.Contains("into the precopied disk", state.Steps[StepKey.OfDisk(Stage.Convert, $"scsi0:{i}")].Notes, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(_folder[$"out{i + 1}"], "*.v2k-*", SearchOption.AllDirectories));
        });
        _log.Clear();
        await ConvertAsync();
        Assert.Empty(_log.Started);
    }

    private void WriteVmx(GrowingChain[] disks) => _folder.Write("ds1/web01/web01.vmx", string.Join('\n', [
        "displayName = \"web01\"", "memsize = \"512\"", "scsi0.present = \"TRUE\"",
        .. disks.SelectMany((disk, i) => new[] { $"scsi0:{i}.present = \"TRUE\"", $"scsi0:{i}.fileName = \"[ds{i + 1}] web01/{Path.GetFileName(disk.Newest)}\"" }),
        "",
    ]));

    private async Task ConvertAsync(Func<Config, Config>? change = null)
    {
        using var run = Open(change);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private MigrationRun Open(Func<Config, Config>? change = null)
    {
        var config = change is null ? Config : change(Config);
        return MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
    }

    private Config Config => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        DiskTargets = _devices,
        Adjust = new AdjustOptions { Kind = AdjustKind.None },
        Datastores = [.. Enumerable.Range(1, 3).Where(i => Directory.Exists(_folder[$"ds{i}"])).Select(i => new Datastore($"ds{i}", [], _folder[$"ds{i}"], _folder[$"out{i}"]))],
    };

    private void AddVm(params string[] places)
    {
        for (var i = 1; i <= places.Length; i++)
        {
            _folder.Write($"ds{i}/web01/web01.vmdk", $"""
                # Disk DescriptorFile
                version=1
                CID=fffffffe
                parentCID=ffffffff
                createType="vmfs"
                RW {DiskBytes / 512} VMFS "web01-flat.vmdk"

                """);
            File.WriteAllBytes(_folder[$"ds{i}/web01/web01-flat.vmdk"], Content(i));
        }

        WriteVmx(places);
    }

    private void WriteVmx(params string[] places) => _folder.Write("ds1/web01/web01.vmx", string.Join('\n', [
        "displayName = \"web01\"", "memsize = \"512\"",
        .. places.Select(place => place[..place.IndexOf(':', StringComparison.Ordinal)]).Distinct().Select(controller => $"{controller}.present = \"TRUE\""),
        .. places.SelectMany((place, i) => new[] { $"{place}.present = \"TRUE\"", $"{place}.fileName = \"[ds{i + 1}] web01/web01.vmdk\"" }),
        "",
    ]));

    private static byte[] Content(int seed)
    {
        var content = new byte[DiskBytes];
        new Random(seed).NextBytes(content.AsSpan(0, DiskBytes / 2));
        return content;
    }
}
