using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>A run that is killed after a result got its final name and before it was recorded: what the next run makes of it.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int DiskBytes = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    public KilledRunTests()
    {
        _folder.Write("ds1/web01/web01.vmx", """
            displayName = "web01"
            memsize = "512"
            scsi0.present = "TRUE"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "web01.vmdk"

            """);
        _folder.Write("ds1/web01/web01.vmdk", DiskMaker.Text("vmfs", $"RW {DiskBytes / 512} VMFS \"web01-flat.vmdk\""));
        WriteSource(1);
    }

    public void Dispose() => _folder.Dispose();

    private string Disk => _folder["out/web01/web01.raw"];

    private string Xml => _folder["out/web01/web01.xml"];

    private string State => _folder["out/.v2k/web01/web01.json"];

    [Fact]
    public async Task Its_disk_is_whole_and_recorded_as_made()
    {
        await KillWhenPublishedAsync();
        var stamp = FileStamp.Of(Disk);

        await RunAsync();

        Assert.Empty(_log.Started);
        Assert.Contains("web01-flat.vmdk unchanged since", _log.UpToDate[1], StringComparison.Ordinal);
        Assert.Equal(stamp, FileStamp.Of(Disk));
    }

    [Fact]
    public async Task Its_disk_is_replaced_when_the_source_has_changed_since()
    {
        await KillWhenPublishedAsync();
        WriteSource(2);

        await RunAsync();

        Assert.Equal(["Convert web01.raw: web01-flat.vmdk changed"], _log.Started);
        Assert.Equal(File.ReadAllBytes(_folder["ds1/web01/web01-flat.vmdk"]), File.ReadAllBytes(Disk));
    }

    [Fact]
    public async Task Its_disk_is_not_replaced_unasked_when_a_guest_has_run_on_it_since()
    {
        await KillWhenPublishedAsync();
        using (var file = File.OpenHandle(Disk, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, "a guest was here"u8, 0);
        }

        // Some file systems' clocks would show no difference within a few milliseconds.
        File.SetLastWriteTimeUtc(Disk, DateTime.UtcNow.AddSeconds(1));

        var failure = await Assert.ThrowsAsync<V2KException>(RunAsync);

        Assert.Contains("exists, but V2K has no record of writing it", failure.Message, StringComparison.Ordinal);
        Assert.Equal("a guest was here"u8.ToArray(), File.ReadAllBytes(Disk)[..16]);
    }

    [Fact]
    public async Task A_disk_is_kept_if_a_guest_has_run_on_it_after_a_later_run_found_it()
    {
        await KillWhenPublishedAsync();
        await RunAsync();
        File.AppendAllText(Disk, "a guest was here");

        await RunAsync();

        Assert.Contains("web01.raw was changed by another program and is kept", _log.UpToDate[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_checksums_are_there_before_the_disk_has_its_name()
    {
        var checksums = _folder["out/.v2k/web01/web01.raw.checksums"];
        var wereThere = false;

        await RunAsync(new LastMoment(() => wereThere = File.Exists(checksums)));

        Assert.True(wereThere);
    }

    [Fact]
    public async Task The_next_run_removes_leftovers_beside_the_results()
    {
        await KillWhenPublishedAsync();
        string[] left = [Disk + ".v2k-checkpoint", Disk + ".v2k-partial", State + ".v2k-partial"];
        foreach (var file in left)
        {
            File.WriteAllText(file, "");
        }

        await RunAsync();

        Assert.Empty(_log.Started);
        Assert.DoesNotContain(left, File.Exists);
    }

    [Fact]
    public async Task Both_files_of_a_translation_are_recorded_as_made()
    {
        await RunAsync();
        KillTranslation(published: 2);

        await RunAsync();

        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task One_file_of_a_translation_is_replaced_when_the_other_is_not_there()
    {
        await RunAsync();
        File.Delete(Xml);
        KillTranslation(published: 1);

        await RunAsync();

        Assert.Equal(["Translate web01.xml: web01.xml is missing"], _log.Started);
        Assert.True(File.Exists(Xml));
    }

    [Fact]
    public async Task One_file_of_a_translation_is_replaced_when_the_other_is_older()
    {
        await RunAsync();
        var (key, record) = Translation();
        File.AppendAllText(_folder["ds1/web01/web01.vmx"], "annotation = \"changed\"\n");
        using (var state = VmStateFile.Open(Vm()))
        {
            File.AppendAllText(Findings(record), "\n");
            File.SetLastWriteTimeUtc(Findings(record), DateTime.UtcNow.AddSeconds(1));
            state.Begin(key, "web01.xml", record.Inputs, [.. record.Outputs.Keys]);
            state.Publishing(Findings(record), FileStamp.Of(Findings(record))!.Value);
        }

        _log.Clear();
        await RunAsync();

        Assert.Equal(["Translate web01.xml: web01.vmx changed"], _log.Started);
    }

    /// <summary>Makes everything and puts back the state as a kill right after the disk was published would have left it.</summary>
    private async Task KillWhenPublishedAsync()
    {
        await RunAsync(new LastMoment(() => File.Copy(State, _folder["state"])));
        File.Move(_folder["state"], State, overwrite: true);
        _log.Clear();
    }

    /// <summary>Has the state know of the translation only that so many of its files were published.</summary>
    private void KillTranslation(int published)
    {
        var (key, record) = Translation();
        using (var state = VmStateFile.Open(Vm()))
        {
            state.Record(key, null);
            state.Begin(key, "web01.xml", record.Inputs, [.. record.Outputs.Keys]);
            foreach (var output in record.Outputs.Keys.OrderByDescending(output => output == Findings(record)).Take(published))
            {
                state.Publishing(output, FileStamp.Of(output)!.Value);
            }
        }

        _log.Clear();
    }

    private (StepKey Key, StepRecord Record) Translation()
    {
        var key = StepKey.Of(Stage.Translate);
        return (key, VmState.Read(State)!.Steps[key]);
    }

    private static string Findings(StepRecord record) => record.Outputs.Keys.Single(output => output.EndsWith(".json", StringComparison.Ordinal));

    private void WriteSource(int seed)
    {
        var content = new byte[DiskBytes];
        new Random(seed).NextBytes(content);
        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], content);
    }

    private Task RunAsync() => RunAsync(new NativeEngine());

    private async Task RunAsync(ICopyEngine engine)
    {
        using var run = Open();
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(engine, CancellationToken.None);
        run.ThrowIfFailed();
    }

    private VirtualMachine Vm() => VmCatalog.Scan(Configuration.Datastores).Vms.Single();

    private MigrationRun Open() => MigrationRun.Open([Vm()], Configuration, _log, force: false);

    private Config Configuration => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    /// <summary>Copies, and does something when the copy has its final name and nobody has been told.</summary>
    private sealed class LastMoment(Action moment) : ICopyEngine
    {
        private readonly NativeEngine _engine = new();

        public string Name => _engine.Name;

        public async Task<CopyOutcome> CopyAsync(CopyJob job, IProgress<CopyProgress>? progress, CancellationToken cancellation)
        {
            var outcome = await _engine.CopyAsync(job, progress, cancellation);
            moment();
            return outcome;
        }
    }
}
