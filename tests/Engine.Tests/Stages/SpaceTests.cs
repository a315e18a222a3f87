using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tools;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>Whether disks fit is judged by what is known of their data, and of what is there of them already.</summary>
public sealed class SpaceTests : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private readonly List<string> _mounts = [];

    public void Dispose()
    {
        _mounts.ForEach(mount => Qemu.Tools.RunAsync(KnownTools.Unmount, ["--lazy", mount], "Unmount it by hand").GetAwaiter().GetResult());
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task A_thick_disk_with_little_data_is_converted_where_its_data_fits()
    {
        await MountAsync("out", 16);
        AddVm("app01", (64 * MiB, 5 * MiB));

        await ConvertAsync();

        Assert.True(File.Exists(_folder["out/app01/app01-0.raw"]));
        Assert.Contains(_log.Found, finding => finding.What.Contains("need between", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_disk_whose_data_does_not_fit_is_refused_before_it_is_begun_and_the_override_works()
    {
        await MountAsync("out", 16);
        AddVm("app01", (32 * MiB, 32 * MiB));

        var refused = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync());
        Assert.Contains("16 MiB free, and the disks have 32 MiB of data", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--ignore=low-space", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["out/app01"], "*.raw*"));

        var full = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(config => config with { Ignore = new HashSet<string>(["low-space"]) }));
        Assert.StartsWith(_folder["out/app01/app01-0.raw"] + ": the file system of " + _folder["out"], full.Message, StringComparison.Ordinal);
        Assert.Contains("is full (No space left on device)", full.Message, StringComparison.Ordinal);
        Assert.Matches("app01-0.raw needs (up to )?[0-9.]+ MiB more", full.Message);
        Assert.DoesNotContain(".v2k", full.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_rest_of_an_interrupted_copy_fits_where_the_whole_disk_would_not()
    {
        await MountAsync("out", 40);
        AddVm("app01", (24 * MiB, 24 * MiB));
        using (var stop = new CancellationTokenSource())
        {
            // A first run is stopped when most of the disk is there.
            var job = new CopyJob(
                _folder["ds/app01/app01-0.vmdk"], new FolderPaths(_folder["ds/app01"]), _folder["out/app01/app01-0.raw"], DiskFormat.Raw)
            { Parallel = 1, CheckpointInterval = TimeSpan.Zero, ProgressInterval = TimeSpan.Zero, Cache = CacheMode.Buffered };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new NativeEngine().CopyAsync(job, new StopAt(12 * MiB, stop), stop.Token));
        }

        Assert.True(new FileInfo(_folder["out/app01/app01-0.raw.v2k-partial"]).Length >= 8 * MiB);
        await File.WriteAllBytesAsync(_folder["out/ballast"], new byte[12 * MiB]);
        Assert.InRange(new DriveInfo(_folder["out"]).AvailableFreeSpace, 1, 24 * MiB - 1);

        var planned = Assert.Single(PlanAll().Vms).Steps.Single(step => step.Stage == "Convert");
        Assert.InRange(planned.BytesToCopy, 1, 16 * MiB);
        Assert.True(Assert.Single(PlanAll().Targets).IsEnough);
        await ConvertAsync();

        Assert.Equal(24 * MiB, new FileInfo(_folder["out/app01/app01-0.raw"]).Length);
    }

    [SkippableFact]
    public async Task Disks_and_VMs_that_go_to_one_file_system_count_together_and_those_that_fit_are_done()
    {
        await MountAsync("out", 40);
        AddVm("a", (12 * MiB, 12 * MiB), (12 * MiB, 12 * MiB));
        AddVm("b", (12 * MiB, 12 * MiB), (12 * MiB, 12 * MiB));
        Assert.False(Assert.Single(PlanAll().Targets).IsEnough);

        var failure = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync());

        Assert.Contains("1 of 2 VMs failed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the disks have 24 MiB of data", Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(_folder["out"], "*.raw", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(_folder["out"], "*.v2k-partial", SearchOption.AllDirectories));

        // One VM alone, whose disks do not fit together, is refused as well.
        var second = Directory.Exists(_folder["out/a"]) && Directory.GetFiles(_folder["out/a"], "*.raw").Length > 0 ? "b" : "a";
        Assert.Contains("24 MiB of data", (await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(vm: second))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Space_that_is_reserved_from_the_start_counts_in_full()
    {
        await MountAsync("out", 16);
        AddVm("app01", (64 * MiB, MiB));

        var refused = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(config => config with { Preallocation = Preallocation.Falloc }));

        Assert.Contains("64 MiB of data", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Two VMs failed for want of space instead of one: the free space was read, then the disks were looked into, while the other VM wrote.</summary>
    [SkippableFact]
    public async Task What_another_VM_writes_while_the_space_is_measured_is_not_counted_as_free()
    {
        await MountAsync("out", 40);
        AddVm("b", (24 * MiB, 24 * MiB));
        using var job = Job("b");
        var others = new SpaceNeed(24 * MiB, 24 * MiB);

        var shortage = Assert.Single(SpaceShortage.Find(job.View.Disks, (_, isQuick) =>
        {
            if (!isQuick && others.AtLeast > 12 * MiB)
            {
                File.WriteAllBytes(_folder["out/of-another-vm"], new byte[12 * MiB]);
                others = others.Without(12 * MiB);
            }

            return others;
        }));

        Assert.True(shortage.IsCertain);
        Assert.Equal((28 * MiB, 12 * MiB), (shortage.Volume.FreeBytes, shortage.Others.AtLeast));
    }

    [SkippableFact]
    public async Task A_copy_that_has_its_final_name_needs_no_more_space_although_its_claim_has_not_ended()
    {
        await MountAsync("out", 40);
        AddVm("a", (24 * MiB, 24 * MiB));
        AddVm("b", (12 * MiB, 12 * MiB));
        using var first = Job("a");
        using var second = Job("b");
        var claims = new SpaceClaims();
        claims.Add(first, first.View.Disks);

        await File.WriteAllBytesAsync(Directory.CreateDirectory(_folder["out/a"]).FullName + "/a-0.raw", new byte[24 * MiB]);

        claims.Add(second, second.View.Disks);
    }

    private VmJob Job(string vm) => new(
        VmCatalog.Scan(Config.Datastores).Vms.Single(known => known.FileName == vm), Config, new DatastorePaths(Config.Datastores, Config.File), _log, force: false);

    private async Task MountAsync(string name, int mebibytes)
    {
        Skip.If(!Environment.IsPrivilegedProcess, "only root can mount a small file system");
        var folder = Directory.CreateDirectory(_folder[name]).FullName;
        await Qemu.Tools.RunAsync(KnownTools.Mount, ["-t", "tmpfs", "-o", $"size={mebibytes}m", "v2k", folder], "Run the tests as root");
        _mounts.Add(folder);
    }

    /// <summary>A VM with thick disks: zeroed by VMware, every block of them stored, with random data in so many bytes.</summary>
    private void AddVm(string name, params (int Bytes, int Data)[] disks)
    {
        var lines = new List<string> { $"displayName = \"{name}\"", "memsize = \"512\"", "scsi0.present = \"TRUE\"" };
        for (var i = 0; i < disks.Length; i++)
        {
            _folder.Write($"ds/{name}/{name}-{i}.vmdk", DiskMaker.Text("vmfs", $"RW {disks[i].Bytes / 512} VMFS \"{name}-{i}-flat.vmdk\""));
            var content = new byte[disks[i].Bytes];
            new Random(i).NextBytes(content.AsSpan(0, disks[i].Data));
            File.WriteAllBytes(_folder[$"ds/{name}/{name}-{i}-flat.vmdk"], content);
            lines.AddRange([$"scsi0:{i}.present = \"TRUE\"", $"scsi0:{i}.fileName = \"{name}-{i}.vmdk\""]);
        }

        _folder.Write($"ds/{name}/{name}.vmx", string.Join('\n', lines) + "\n");
    }

    private MigrationPlan PlanAll()
    {
        var vms = VmCatalog.Scan(Config.Datastores).Vms;
        return new Planner(Config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false).Plan(vms, vms);
    }

    private async Task ConvertAsync(Func<Config, Config>? change = null, string? vm = null)
    {
        var config = change is null ? Config : change(Config);
        using var run = MigrationRun.Open(
            [.. VmCatalog.Scan(config.Datastores).Vms.Where(known => vm is null || known.FileName == vm)], config, _log, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private Config Config => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Cache = CacheMode.Buffered,
        Adjust = new AdjustOptions { Kind = AdjustKind.None },
        Datastores = [new Datastore("ds", [], _folder["ds"], _folder["out"])],
    };

    private sealed class StopAt(long bytes, CancellationTokenSource stop) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value)
        {
            if (value.Done >= bytes)
            {
                stop.Cancel();
            }
        }
    }
}
