using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Estates;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Stages;

/// <summary>What stops a VM, and only that VM, and how it is overridden.</summary>
public sealed class BlockerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_blocker_stops_its_VM_and_no_other()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 3, vms => vms[1].Set("pciPassthru0.present", "TRUE"));

        using var run = await MigrateAsync(estate);

        Assert.Equal(["vm00001"], Failed(run));
        Assert.Contains("pciPassthru0.present", _log.Failures.Single(), StringComparison.Ordinal);
        Assert.Contains("--ignore=passthrough", _log.Failures.Single(), StringComparison.Ordinal);
        Assert.False(File.Exists(run.Jobs[1].Vm.XmlPath));
        Assert.Equal(2 * 3, Directory.GetFiles(_folder["out"], "*.raw", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_blocker_in_the_files_lets_the_XML_be_made()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, vms => vms[0].Add(".lck-0123456789abcdef"));

        using var run = await MigrateAsync(estate);

        Assert.True(File.Exists(run.Jobs[0].Vm.XmlPath));
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.raw", SearchOption.AllDirectories));
        Assert.Contains("the VM runs, as .lck-0123456789abcdef", _log.Failures.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/vmfs/volumes/elsewhere/a.vmdk")]
    [InlineData("gone.vmdk")]
    [InlineData("../../outside.vmdk")]
    public async Task A_blocker_names_its_file_once(string disk)
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, vms => vms[0].Set("scsi0:0.fileName", disk));

        using var run = await MigrateAsync(estate);

        var failure = _log.Failures.Single();
        Assert.Equal(2, failure.Split(_folder["ds"]).Length);
    }

    [Fact]
    public async Task An_administrator_who_knows_overrides_it()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, vms => vms[0].Add(".lck-0123456789abcdef"));

        using var run = await MigrateAsync(estate, "running");

        Assert.Empty(_log.Failures);
    }

    [Fact]
    public async Task A_disk_that_is_known_to_be_unreadable_is_left_out_with_a_warning()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, vms => vms[0].Afterwards(() => File.Delete(Path.Combine(vms[0].Folder, "vm00000.vmdk"))));

        using var run = await MigrateAsync(estate, "missing-disk");

        Assert.Empty(Failed(run));
        Assert.Equal(2, Directory.GetFiles(_folder["out"], "*.raw", SearchOption.AllDirectories).Length);
        Assert.Contains(_log.Found, finding => finding.Id == "missing-disk" && finding.What.StartsWith("scsi0:0 is skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_VMs_share_on_purpose_is_converted_once()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, vms => Share(vms[0], vms[1], "multi-writer"));

        using (var run = await MigrateAsync(estate))
        {
            Assert.Empty(Failed(run));
        }

        Assert.Single(_log.Started, line => line.StartsWith("Convert vm00000_2.raw", StringComparison.Ordinal));
        _log.Clear();
        using var again = await MigrateAsync(estate);
        Assert.Empty(_log.Started);
        Assert.Empty(Failed(again));
    }

    [Fact]
    public async Task The_VMs_that_wait_for_a_shared_disk_fail_with_its_owner()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, vms =>
        {
            Share(vms[0], vms[1], "multi-writer");
            vms[0].Add(".lck-0123456789abcdef");
        });

        using var run = await MigrateAsync(estate);

        Assert.Equal(["vm00000", "vm00001"], Failed(run));
        Assert.Contains(_log.Failures, failure => failure.Contains("scsi0:2 is shared with [ds1] vm00000/vm00000.vmx", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_two_VMs_claim_by_mistake_goes_to_neither_twice()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 2, vms => Share(vms[0], vms[1], ""));

        using var run = await MigrateAsync(estate);

        Assert.Equal(["vm00001"], Failed(run));
    }

    private static void Share(SyntheticVm owner, SyntheticVm other, string sharing)
    {
        other.Set("scsi0:2.fileName", owner["scsi0:2.fileName"]);
        owner.Set("scsi0:2.sharing", sharing);
        other.Set("scsi0:2.sharing", sharing);
    }

    private static string[] Failed(MigrationRun run) =>
        [.. run.Jobs.Where(job => job.Failure is not null).Select(job => job.Vm.FolderName)];

    private async Task<MigrationRun> MigrateAsync(SyntheticEstate estate, params string[] ignore)
    {
        var config = ConfigFile.Load(estate.ConfigFile) with { Format = DiskFormat.Raw, Ignore = ignore.ToHashSet(StringComparer.Ordinal) };
        var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false))), Stage.Convert, CancellationToken.None);
        return run;
    }
}
