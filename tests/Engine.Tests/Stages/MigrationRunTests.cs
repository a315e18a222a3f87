using System.Reflection;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Verifying;
using V2K.Engine.Guests;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;
using V2K.Rules;
using V2K.Rules.Translation;

namespace V2K.Engine.Tests.Stages;

/// <summary>Whole runs over small datastores: what is done, what is not, and what is said about it.</summary>
public sealed class MigrationRunTests : IDisposable
{
    private const int DiskBytes = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private IReadOnlyList<DiskTarget> _disks = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_run_makes_everything_and_a_second_nothing()
    {
        AddVm("web01");
        await RunAsync();
        var first = Stamps();
        Assert.Equal(["Translate web01.xml: not made yet", "Convert web01.raw: not made yet"], _log.Started);
        Assert.Equal(DiskBytes, new FileInfo(_folder["out/web01/web01.raw"]).Length);

        _log.Clear();
        await RunAsync();

        Assert.Empty(_log.Started);
        Assert.Equal(2, _log.UpToDate.Count);
        Assert.Contains("web01.vmx", _log.UpToDate[0], StringComparison.Ordinal);
        Assert.Contains("web01-flat.vmdk", _log.UpToDate[1], StringComparison.Ordinal);
        Assert.Equal(first, Stamps());
    }

    /// <summary>The XML depends on the rules' module, which a commit must not change unless it changes a rule.</summary>
    [Fact]
    public void No_commit_is_written_into_the_rules() => Assert.DoesNotContain(
        "+", typeof(Translator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion, StringComparison.Ordinal);

    [Fact]
    public async Task A_changed_VMX_is_translated_again_without_touching_the_disk()
    {
        AddVm("web01");
        await RunAsync();
        var disk = File.GetLastWriteTimeUtc(_folder["out/web01/web01.raw"]);
        _log.Clear();

        File.AppendAllText(_folder["ds1/web01/web01.vmx"], "annotation = \"changed\"\n");
        await RunAsync();

        Assert.Equal(["Translate web01.xml: web01.vmx changed"], _log.Started);
        Assert.Contains("changed", File.ReadAllText(_folder["out/web01/web01.xml"]), StringComparison.Ordinal);
        Assert.Equal(disk, File.GetLastWriteTimeUtc(_folder["out/web01/web01.raw"]));
    }

    [Fact]
    public async Task A_changed_extent_converts_that_disk_alone()
    {
        AddVm("web01");
        AddVm("web02");
        await RunAsync();
        _log.Clear();

        File.WriteAllBytes(_folder["ds1/web02/web02-flat.vmdk"], Pattern(7));
        await RunAsync();

        Assert.Equal(["Convert web02.raw: web02-flat.vmdk changed"], _log.Started);
        Assert.Equal(Pattern(7), File.ReadAllBytes(_folder["out/web02/web02.raw"]));
    }

    [Fact]
    public async Task A_lost_result_is_made_again()
    {
        AddVm("web01");
        await RunAsync();
        _log.Clear();

        File.Delete(_folder["out/web01/web01.raw"]);
        await RunAsync();

        Assert.Equal(["Convert web01.raw: web01.raw is missing"], _log.Started);
    }

    [Fact]
    public async Task One_VM_that_fails_does_not_stop_the_others()
    {
        AddVm("bad");
        AddVm("good");
        File.Delete(_folder["ds1/bad/bad-flat.vmdk"]);

        var failure = await Assert.ThrowsAsync<V2KException>(RunAsync);

        Assert.Contains("1 of 2 VMs failed: [ds1] bad/bad.vmx", failure.Message, StringComparison.Ordinal);
        Assert.Contains("bad-flat.vmdk", Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/good/good.raw"]));
        Assert.True(File.Exists(_folder["out/bad/bad.xml"]));
        Assert.False(File.Exists(_folder["out/bad/bad.raw"]));
    }

    [Fact]
    public async Task A_VM_that_names_a_disk_outside_fails_before_anything_is_written()
    {
        AddVm("evil");
        File.AppendAllText(_folder["ds1/evil/evil.vmx"], "scsi0:0.fileName = \"/etc/shadow\"\n");

        var failure = await Assert.ThrowsAsync<V2KException>(RunAsync);

        Assert.Contains("/etc/shadow", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out/evil"]));
    }

    [Fact]
    public async Task A_failed_step_is_remembered_until_it_succeeds_and_then_how_much_it_copied()
    {
        AddVm("web01");
        var inTheWay = Directory.CreateDirectory(_folder["out/web01/web01.raw"]);
        var failure = await Assert.ThrowsAsync<V2KException>(RunAsync);
        Assert.Equal(failure.Message, State("web01").Failures[StepKey.OfDisk(Stage.Convert, "scsi0:0")].Message);

        inTheWay.Delete();
        await RunAsync();

        Assert.Empty(State("web01").Failures);
        Assert.Equal(DiskBytes, State("web01").Steps[StepKey.OfDisk(Stage.Convert, "scsi0:0")].Bytes);
    }

    [Fact]
    public async Task Two_VMs_that_share_a_disk_differ_from_two_disks_of_one_name()
    {
        AddVm("web01");
        AddVm("web02");
        File.AppendAllText(_folder["ds1/web02/web02.vmx"], "scsi0:0.fileName = \"/vmfs/volumes/ds1/web01/web01.vmdk\"\n");

        await Assert.ThrowsAsync<V2KException>(RunAsync);

        Assert.Contains("and so would scsi0:0 of [ds1] web01/web01.vmx", Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["out/web01/web01.raw"]));
    }

    [Fact]
    public async Task Verify_accepts_a_converted_disk_and_reports_the_first_difference_of_a_changed_one()
    {
        AddVm("same");
        AddVm("changed");
        await RunAsync();
        using (var file = File.OpenHandle(_folder["out/changed/changed.raw"], FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, [0xAA, 0xBB], fileOffset: DiskBytes - 1000);
        }

        using var run = Open();
        var verified = await run.VerifyAsync(CancellationToken.None);

        Assert.Throws<V2KException>(run.ThrowIfFailed);
        Assert.Contains(
            $"first at byte {DiskBytes - 1000} of {DiskBytes}: the converted disk has changed since", Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.Equal(
            [("[ds1] changed/changed.vmx", DiskBytes - 1000L, ChangedSide.Target), ("[ds1] same/same.vmx", null, null)],
            verified.Select(disk => (disk.Vm, disk.FirstDifference, disk.Changed)));
        Assert.All(verified, disk => Assert.Equal(disk.IsIdentical, disk.Checksum is not null));
    }

    [Fact]
    public async Task A_disk_that_is_not_converted_cannot_be_verified()
    {
        AddVm("web01");

        using var run = Open();
        await run.VerifyAsync(CancellationToken.None);

        Assert.Contains("Run --target=Convert --vm='[ds1] web01/web01.vmx' first", Assert.Single(_log.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_on_another_datastore_is_converted_there_and_its_checksums_are_kept_there()
    {
        AddVm("web01");
        Directory.CreateDirectory(_folder["ds2"]);
        Directory.Move(_folder["ds1/web01/web01.vmdk"], _folder["ds2/data.vmdk"]);
        Directory.Move(_folder["ds1/web01/web01-flat.vmdk"], _folder["ds2/web01-flat.vmdk"]);
        File.AppendAllText(_folder["ds1/web01/web01.vmx"], "scsi0:0.fileName = \"[ds2] data.vmdk\"\n");

        await RunAsync();

        Assert.Equal(Pattern(1), await File.ReadAllBytesAsync(_folder["out2/data.raw"]));
        Assert.True(File.Exists(_folder["out2/.v2k/data.raw.checksums"]));
    }

    [SkippableFact]
    public async Task A_disk_goes_to_the_block_device_that_is_named_for_it_and_cleaning_leaves_the_device()
    {
        AddVm("web01");
        await using var device = await LoopDevice.MakeAsync(_folder["device"], 2 * DiskBytes);
        _disks = [new DiskTarget("web01", "scsi0:0", device.Path)];

        await RunAsync();
        await RunAsync();

        Assert.Equal(["Translate web01.xml: not made yet", $"Convert {Path.GetFileName(device.Path)}: not made yet"], _log.Started);
        Assert.Equal(Pattern(1), device.Content()[..DiskBytes]);
        var xml = await File.ReadAllTextAsync(_folder["out/web01/web01.xml"]);
        Assert.Contains("<disk type='block' device='disk'>", xml, StringComparison.Ordinal);
        Assert.Contains($"<source dev='{device.Path}'/>", xml, StringComparison.Ordinal);
        using (var run = Open())
        {
            Assert.True(Assert.Single(await run.VerifyAsync(CancellationToken.None)).IsIdentical);
            var job = Assert.Single(run.Jobs);
            CleanUp.Plan(job).Execute(job);
        }

        Assert.True(File.Exists(device.Path));
        Assert.Equal(Pattern(1), device.Content()[..DiskBytes]);
        Assert.False(Directory.Exists(_folder["out/.v2k"]));
    }

    [SkippableFact]
    public async Task A_device_whose_copy_failed_does_not_count_as_converted()
    {
        AddVm("web01");
        await using var device = await LoopDevice.MakeAsync(_folder["device"], 2 * DiskBytes);
        _disks = [new DiskTarget("web01", "scsi0:0", device.Path)];
        await RunAsync();
        File.Delete(_folder["ds1/web01/web01-flat.vmdk"]);
        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], Pattern(2));
        using (Interop.Posix.OpenExclusively(device.Path))
        {
            await Assert.ThrowsAsync<V2KException>(RunForcedAsync);
        }

        Assert.DoesNotContain(State("web01").Steps.Keys, key => key.Stage == Stage.Convert);
        await RunAsync();

        Assert.Equal(Pattern(2), device.Content()[..DiskBytes]);
    }

    [Fact]
    public async Task A_path_that_is_no_block_device_or_belongs_to_no_disk_is_reported()
    {
        AddVm("web01");
        _disks = [new DiskTarget("web01", "scsi0:0", _folder["ds1/web01/web01.vmx"])];
        Assert.Contains("but is not a block device", (await Assert.ThrowsAsync<V2KException>(RunAsync)).What, StringComparison.Ordinal);

        _disks = [new DiskTarget("web01", "scsi0:5", "/dev/null")];
        Assert.Contains("has no disk scsi0:5", (await Assert.ThrowsAsync<V2KException>(RunAsync)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleaning_takes_back_what_was_made_and_nothing_else()
    {
        AddVm("web01");
        AddVm("web02");
        await RunAsync();
        var stranger = _folder.Write("out/web01/notes.txt", "mine");

        using (var run = Open())
        {
            foreach (var job in run.Jobs)
            {
                var plan = CleanUp.Plan(job);
                Assert.Equal(1, plan.Files.Count(file => file.IsDisk));
                Assert.DoesNotContain(plan.Files, file => file.IsChanged);
                plan.Execute(job);
            }
        }

        Assert.Equal([stranger], Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(_folder["out/web02"]));
        Assert.False(Directory.Exists(_folder["out/.v2k"]));
    }

    /// <summary>A first copy that is killed leaves half a disk, and no record of it.</summary>
    [Fact]
    public void Cleaning_takes_back_what_a_killed_run_left_half_made_and_no_disk_of_somebody_else()
    {
        AddVm("web01");
        _folder.Write("out/web01/web01.xml.v2k-partial", "<domain");
        _folder.Write("out/web01/web01.raw.v2k-partial", "half");
        _folder.Write("out/web01/web01.raw.v2k-checkpoint", "{}");
        _folder.Write("out/.v2k/web01/web01.raw.checksums", "{}");
        _folder.Write("out/web01/web01.raw.v2k-precopied.v2k-partial", "half");
        var stranger = _folder.Write("out/web01/web01.raw", "mine");

        using (var run = Open())
        {
            var plan = CleanUp.Plan(run.Jobs[0]);
            Assert.DoesNotContain(plan.Files, file => file.IsDisk || file.IsChanged);
            Assert.Equal(4, plan.Files.Count);
            plan.Execute(run.Jobs[0]);
        }

        Assert.Equal([stranger], Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(_folder["out/.v2k"]));
    }

    /// <summary>The target of one of its datastores has changed in the configuration since.</summary>
    [Fact]
    public async Task Cleaning_takes_back_a_disk_that_lies_in_no_target_any_more()
    {
        AddVm("web01");
        await RunAsync();
        var elsewhere = _folder.Write("elsewhere/web01.raw", "as it was");
        using (var before = Open())
        {
            var state = before.Jobs[0].State;
            state.Record(StepKey.OfDisk(Stage.Convert, "scsi0:0"), state.Find(StepKey.OfDisk(Stage.Convert, "scsi0:0"))! with
            {
                Outputs = new Dictionary<string, FileStamp>(StringComparer.Ordinal) { [elsewhere] = FileStamp.Of(elsewhere)!.Value },
            });
        }

        using var run = Open();
        CleanUp.Plan(run.Jobs[0]).Execute(run.Jobs[0]);

        Assert.False(File.Exists(elsewhere));
        Assert.False(Directory.Exists(_folder["out/.v2k"]));
    }

    [Fact]
    public async Task Clean_names_the_files_that_somebody_changed()
    {
        AddVm("web01");
        await RunAsync();
        File.AppendAllText(_folder["out/web01/web01.xml"], "<!-- by hand -->");

        using var run = Open();
        var plan = CleanUp.Plan(run.Jobs[0]);

        Assert.Equal([_folder["out/web01/web01.xml"]], plan.Files.Where(file => file.IsChanged).Select(file => file.Path));
    }

    [Fact]
    public async Task A_migration_that_verifies_keeps_the_proof_until_the_disk_is_converted_again()
    {
        AddVm("web01");
        await VerifyAsync();

        var proof = State("web01").Steps[StepKey.OfDisk(Stage.Verify, "scsi0:0")];
        Assert.Matches("^identical, .* compared of 1 MiB, checksum [0-9a-f]{32} [(]XXH128 over XXH3 of each block[)]$", proof.Notes);
        Assert.InRange(proof.Bytes, DiskBytes / 2, DiskBytes);
        Assert.Contains(_log.Started, line => line.StartsWith("Verify web01.raw: against ", StringComparison.Ordinal));

        _log.Clear();
        await VerifyAsync();
        Assert.Empty(_log.Started);
        Assert.Contains(_log.UpToDate, line => line.StartsWith("Verify web01.raw: verified ", StringComparison.Ordinal));

        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], Pattern(7));
        await RunAsync();
        Assert.False(State("web01").Steps.ContainsKey(StepKey.OfDisk(Stage.Verify, "scsi0:0")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_disk_that_was_adjusted_since_is_verified_if_it_was_before(bool isVerified)
    {
        AddVm("web01");
        await (isVerified ? VerifyAsync() : RunAsync());
        using (var run = Open())
        {
            // As Adjust leaves it: its record names the conversion, and the disk is not what was converted.
            var state = run.Jobs[0].State;
            var converted = state.Find(StepKey.OfDisk(Stage.Convert, "scsi0:0"))!;
            state.Record(StepKey.Of(Stage.Adjust), converted with
            {
                Inputs = new Dictionary<string, string> { ["web01.raw"] = $"{converted.Finished:O}" },
                Outputs = new Dictionary<string, FileStamp>(),
            });
            using var disk = File.OpenWrite(_folder["out/web01/web01.raw"]);
            disk.Write("adjusted"u8);
        }

        using var again = Open();
        var verified = await again.VerifyAsync(CancellationToken.None);

        if (isVerified)
        {
            again.ThrowIfFailed();
            Assert.Matches("^[0-9a-f]{32}$", Assert.Single(verified, disk => disk.IsIdentical).Checksum);
        }
        else
        {
            Assert.Contains("Verify before Adjust, as Migrate --verify does", Assert.Throws<V2KException>(again.ThrowIfFailed).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_failed_verification_names_the_command_that_repairs_the_disk_with_force_only_where_needed()
    {
        AddVm("web01");
        await RunAsync();
        using (var run = Open())
        {
            await run.VerifyAsync(CancellationToken.None);
            run.ThrowIfFailed();
        }

        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], Pattern(7));
        Assert.Contains("run --target=Convert --vm='[ds1] web01/web01.vmx'", await RefusedAsync(), StringComparison.Ordinal);
        await RunAsync();

        // With the source as it was, only force replaces what somebody wrote into the converted disk.
        using (var disk = File.OpenWrite(_folder["out/web01/web01.raw"]))
        {
            disk.Write("a guest was here"u8);
        }

        Assert.Contains("--force=scsi0:0", await RefusedAsync(), StringComparison.Ordinal);

        async Task<string> RefusedAsync()
        {
            using var run = Open();
            await run.VerifyAsync(CancellationToken.None);
            var failure = Assert.Throws<V2KException>(run.ThrowIfFailed);
            Assert.False(State("web01").Steps.ContainsKey(StepKey.OfDisk(Stage.Verify, "scsi0:0")));
            return failure.Message;
        }
    }

    [Fact]
    public void A_fault_names_every_file_that_is_known_of_it()
    {
        var cause = new InvalidOperationException("all went wrong", new FileNotFoundException("it is gone", "/srv/kvm/web01.xml"));

        Assert.Equal("InvalidOperationException: all went wrong (FileNotFoundException: it is gone, /srv/kvm/web01.xml)", FaultText.Of(cause));
    }

    [Fact]
    public async Task A_step_that_fails_by_a_fault_names_the_file_that_it_makes()
    {
        AddVm("web01");
        using var run = Open();
        var job = run.Jobs[0];
        var step = new Step(StepKey.OfDisk(Stage.Convert, "scsi0:0"), "web01.raw", new Fingerprint(), [_folder["out/web01/web01.raw"]], (_, _) => throw new FormatException("no number"));

        await job.TryAsync(() => job.RunAsync(step, CancellationToken.None));

        Assert.Contains($"[ds1] web01/web01.vmx, Convert {_folder["out/web01/web01.raw"]}: FormatException: no number", job.Failure!.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["out/web01/web01.raw"], State("web01").Failures.Values.Single().Message, StringComparison.Ordinal);
    }

    private async Task VerifyAsync()
    {
        using var run = Open(config: config => config with { Adjust = new AdjustOptions { Kind = AdjustKind.None } });
        var host = new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false));
        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), host) { Verify = true }, Stage.Adjust, CancellationToken.None);
        run.ThrowIfFailed();
    }

    private Task RunForcedAsync() => RunAsync(force: true);

    private Task RunAsync() => RunAsync(force: false);

    private async Task RunAsync(bool force)
    {
        using var run = Open(force);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private MigrationRun Open(bool force = false, Func<Config, Config>? config = null)
    {
        var made = new Config
        {
            File = "v2k.yaml",
            Format = DiskFormat.Raw,
            DiskTargets = _disks,
            Datastores =
            [
                new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"]),
                .. Directory.Exists(_folder["ds2"]) ? [new Datastore("ds2", [], _folder["ds2"], _folder["out2"])] : Array.Empty<Datastore>(),
            ],
        };
        made = config is null ? made : config(made);
        return MigrationRun.Open(VmCatalog.Scan(made.Datastores).Vms, made, _log, force);
    }

    private void AddVm(string name)
    {
        _folder.Write($"ds1/{name}/{name}.vmx", $"""
            displayName = "{name}"
            memsize = "512"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "{name}.vmdk"

            """);
        _folder.Write($"ds1/{name}/{name}.vmdk", $"""
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW {DiskBytes / 512} VMFS "{name}-flat.vmdk"

            """);
        File.WriteAllBytes(_folder[$"ds1/{name}/{name}-flat.vmdk"], Pattern(1));
    }

    private VmState State(string vm) => VmState.Read(_folder[$"out/.v2k/{vm}/{vm}.json"])!;

    private static byte[] Pattern(byte seed)
    {
        var content = new byte[DiskBytes];
        new Random(seed).NextBytes(content.AsSpan(0, DiskBytes / 2));
        return content;
    }

    private Dictionary<string, DateTime> Stamps() => Directory.GetFiles(_folder["out"], "*", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
        .ToDictionary(path => path, File.GetLastWriteTimeUtc, StringComparer.Ordinal);
}
