using System.Text.Json.Nodes;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>An option that is missing from the next command line costs no second copy of a disk.</summary>
public sealed class ForgottenOptionTests : IDisposable
{
    private const int DiskBytes = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    public ForgottenOptionTests()
    {
        foreach (var name in new[] { "db01", "db01_1" })
        {
            _folder.Write($"ds/db01/{name}.vmdk", $"""
                # Disk DescriptorFile
                version=1
                CID=fffffffe
                parentCID=ffffffff
                createType="vmfs"
                RW {DiskBytes / 512} VMFS "{name}-flat.vmdk"

                """);
            File.WriteAllBytes(_folder[$"ds/db01/{name}-flat.vmdk"], Content(name.Length));
        }

        WriteVmx("scsi0:0", "scsi0:1");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Compression.Zstd, 65536, Preallocation.Off, "--compress was zstd, now default")]
    [InlineData(Compression.Zlib, 65536, Preallocation.Off, "--compress was zlib, now default")]
    [InlineData(Compression.None, 2 << 20, Preallocation.Off, "--cluster-size was 2m, now default")]
    [InlineData(Compression.None, 65536, Preallocation.Metadata, "--preallocation was metadata, now default")]
    [InlineData(Compression.None, 4096, Preallocation.Falloc, "--preallocation was falloc, now default")]
    public async Task How_a_finished_disk_is_stored_does_not_make_it_stale(Compression compression, int cluster, Preallocation preallocation, string told)
    {
        await ConvertAsync(config => config with { Compression = compression, ClusterSize = cluster, Preallocation = preallocation });
        _log.Clear();

        await ConvertAsync();

        Assert.Empty(_log.Started);
        Assert.Contains(told, _log.UpToDate.Find(line => line.StartsWith("Convert db01.qcow2", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(PlannedConversions(Config), step => step.MustRun);

        // The other way round: compressing what is there takes --force.
        await ConvertAsync(config => config with { Compression = Compression.Zlib });
        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task A_format_of_the_command_line_counts_until_it_is_changed_on_purpose()
    {
        await ConvertAsync(OnCommandLine(DiskFormat.Raw));
        _log.Clear();

        await ConvertAsync();

        Assert.Empty(_log.Started);
        Assert.Contains($"type='raw'", File.ReadAllText(_folder["out/db01/db01.xml"]).Replace('"', '\''), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/db01/db01.qcow2"]));
        Assert.DoesNotContain(PlannedConversions(Config), step => step.MustRun);

        await ConvertAsync(OnCommandLine(DiskFormat.Qcow2));
        Assert.True(File.Exists(_folder["out/db01/db01.qcow2"]));
        _log.Clear();
        await ConvertAsync();
        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task A_format_that_the_configuration_file_changes_counts_at_once()
    {
        await ConvertAsync();
        await ConvertAsync(OnCommandLine(DiskFormat.Raw));
        await ConvertAsync();
        Assert.False(File.Exists(_folder["out/db01/new"]));
        _log.Clear();

        // format: raw in v2k.yaml, where qcow2 stood: the raw disks of the command line are those.
        await ConvertAsync(config => config with { Format = DiskFormat.Raw });
        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));

        // And back: a change of the file is one on purpose.
        await ConvertAsync();
        Assert.Contains("<driver name='qemu' type='qcow2'", File.ReadAllText(_folder["out/db01/db01.xml"]).Replace('"', '\''), StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_of_a_version_that_remembered_nothing_is_taken_over_without_a_copy()
    {
        await ConvertAsync(config => OnCommandLine(DiskFormat.Raw)(config) with { Preallocation = Preallocation.Falloc });
        ForgetChoices();
        _log.Clear();

        await ConvertAsync();

        Assert.DoesNotContain(_log.Started, line => line.StartsWith("Convert", StringComparison.Ordinal));
        Assert.False(File.Exists(_folder["out/db01/db01.qcow2"]));
    }

    [SkippableFact]
    public async Task A_disk_that_went_to_a_block_device_stays_there_without_the_option()
    {
        await using var device = await LoopDevice.MakeAsync(_folder["device"], 2 * DiskBytes);
        await ConvertAsync(config => config with { DiskTargets = [new DiskTarget("db01", "scsi0:1", device.Path)] });
        _log.Clear();

        await ConvertAsync();

        Assert.Empty(_log.Started);
        Assert.Contains(device.Path, File.ReadAllText(_folder["out/db01/db01.xml"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/db01/db01_1.qcow2"]));

        // Nor does an earlier version's state lose it.
        ForgetChoices();
        await ConvertAsync();
        Assert.Empty(_log.Started);

        // Another disk in its place is not written over it.
        WriteVmx("scsi0:1", "scsi0:0");
        await ConvertAsync();
        Assert.Equal(Content("db01_1".Length), device.Content()[..DiskBytes]);
        WriteVmx("scsi0:0", "scsi0:1");
        await ConvertAsync(config => config with { DiskTargets = [DiskTarget.Parse("db01/scsi0:1=" + device.Path)] });

        // Back to a file, on purpose and for good.
        await ConvertAsync(config => config with { DiskTargets = [DiskTarget.Parse("db01/scsi0:1=file")] });
        Assert.True(File.Exists(_folder["out/db01/db01_1.qcow2"]));
        _log.Clear();
        await ConvertAsync();
        Assert.Empty(_log.Started);
    }

    [Theory]
    [InlineData("scsi0:1")]
    [InlineData("disk:scsi0:1")]
    [InlineData("db01/SCSI0:1")]
    [InlineData("[ds] db01/db01.vmx/scsi0:1")]
    public async Task Force_with_a_disk_copies_that_disk_alone(string text)
    {
        await ConvertAsync();
        _log.Clear();

        await ConvertAsync(config => config with { ForcedDisks = [.. ForcedDisk.ParseAll(text)], Compression = Compression.Zstd });

        Assert.Equal(["Convert db01_1.qcow2: --force"], _log.Started);
        Assert.Equal(["db01_1.qcow2"], PlannedConversions(Config with { ForcedDisks = [.. ForcedDisk.ParseAll(text)] }).Where(step => step.MustRun).Select(step => step.Name));
    }

    [Fact]
    public async Task Force_with_a_disk_that_the_VM_does_not_have_is_refused()
    {
        await ConvertAsync();

        var failure = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(config => config with { ForcedDisks = [new ForcedDisk(null, "scsi0:9")] }));

        Assert.Contains("db01.vmx has no disk scsi0:9", failure.Message, StringComparison.Ordinal);
        Assert.Contains("It has scsi0:0, scsi0:1", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scsi0")]
    [InlineData("db01/")]
    [InlineData("db01/:1")]
    public void Force_with_what_is_no_disk_is_refused(string text) =>
        Assert.Contains("--force=scsi0:1", Assert.Throws<V2KException>(() => ForcedDisk.ParseAll(text).ToList()).Message, StringComparison.Ordinal);

    private static Func<Config, Config> OnCommandLine(DiskFormat format) => config => config with { Format = format, FormatInFile = config.Format };

    /// <summary>Makes the state one of a version that wrote down no choices.</summary>
    private void ForgetChoices()
    {
        var path = _folder["out/.v2k/db01/db01.json"];
        var state = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.True(state.Remove("remembered"));
        File.WriteAllText(path, state.ToJsonString());
    }

    private static IEnumerable<StepPlan> PlannedConversions(Config config)
    {
        var vms = VmCatalog.Scan(config.Datastores).Vms;
        var plan = new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false).Plan(vms, vms);
        return Assert.Single(plan.Vms).Steps.Where(step => step.Stage == "Convert");
    }

    private async Task ConvertAsync(Func<Config, Config>? change = null)
    {
        var config = change is null ? Config : change(Config);
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private Config Config => new()
    {
        File = "v2k.yaml",
        Adjust = new AdjustOptions { Kind = AdjustKind.None },
        Datastores = [new Datastore("ds", [], _folder["ds"], _folder["out"])],
    };

    private void WriteVmx(string first, string second) => _folder.Write("ds/db01/db01.vmx", $"""
        displayName = "db01"
        memsize = "512"
        scsi0.present = "TRUE"
        {first}.present = "TRUE"
        {first}.fileName = "db01.vmdk"
        {second}.present = "TRUE"
        {second}.fileName = "db01_1.vmdk"

        """);

    private static byte[] Content(int seed)
    {
        var content = new byte[DiskBytes];
        new Random(seed).NextBytes(content.AsSpan(0, DiskBytes / 2));
        return content;
    }
}
