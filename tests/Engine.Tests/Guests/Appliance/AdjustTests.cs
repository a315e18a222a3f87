using System.Globalization;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Guests.Overlays;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tests.Stages;
using V2K.Engine.Tools;

namespace V2K.Engine.Tests.Guests.Appliance;

/// <summary>
/// Adjusting as a run does it, in a real appliance. Each launch takes a quarter of a minute where KVM does not work: what needs none is
/// tested elsewhere.
/// </summary>
public sealed class AdjustTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private AdjustKind _kind = AdjustKind.Native;

    private string Target => _folder["out/small/small.qcow2"];

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_guest_is_adjusted_once_and_the_change_is_nobody_else_s()
    {
        SmallGuest.Require();
        await SmallGuest.MakeAsync(_folder, "small");

        await RunAsync();
        SkipWhereNoApplianceStarts();

        Assert.Equal($"UUID={SmallGuest.Uuid} / ext4 errors=remount-ro 0 1\n", await SmallGuest.ReadAsync(_folder, Target, "/etc/fstab"));
        Assert.Equal($"linux /vmlinuz root=UUID={SmallGuest.Uuid} ro\n", await SmallGuest.ReadAsync(_folder, Target, "/boot/grub/grub.cfg"));
        Assert.Contains("Name=ens192", await SmallGuest.ReadAsync(_folder, Target, "/etc/systemd/network/70-v2k-ens192.link"), StringComparison.Ordinal);
        Assert.Equal([new GuestAddress("00:50:56:00:00:01", "192.0.2.5")], VmState.Read(_folder["out/.v2k/small/small.json"])!.Addresses);
        Assert.Contains("virtio_blk", File.ReadAllText(_folder["out/.v2k/small/small.adjust.log"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out/.v2k/small/small.adjust"]));

        _log.Clear();
        await RunAsync();
        Assert.Empty(_log.Started);
        Assert.DoesNotContain(_log.UpToDate, line => line.Contains("somebody else", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_boot_partition_that_fstab_does_not_tell_is_found_by_the_kernels_in_it()
    {
        SmallGuest.Require();
        await SmallGuest.MakeAsync(_folder, "small", boot: "/dev/sdq2");

        await RunAsync();
        SkipWhereNoApplianceStarts();

        Assert.Equal($"linux /vmlinuz root=UUID={SmallGuest.Uuid} ro\n", await SmallGuest.ReadAsync(_folder, Target, "/grub/grub.cfg", isBoot: true));
        Assert.Equal(
            $"UUID={SmallGuest.Uuid} / ext4 errors=remount-ro 0 1\nUUID={SmallGuest.BootUuid} /boot ext4 defaults 0 2\n",
            await SmallGuest.ReadAsync(_folder, Target, "/etc/fstab"));
        Assert.Contains("virtio_blk", File.ReadAllText(_folder["out/.v2k/small/small.adjust.log"]), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_guest_with_two_disks_of_one_file_name_is_adjusted_once()
    {
        SmallGuest.Require();
        await SmallGuest.MakeAsync(_folder, "small", hasNamesake: true);
        await RunAsync(convertOnly: true);
        using (var run = Open())
        {
            var verified = await run.VerifyAsync(CancellationToken.None);
            Assert.Equal([("scsi0:0", true), ("scsi0:1", true)], verified.Select(disk => (disk.Device, disk.IsIdentical)));
        }

        await RunAsync();
        SkipWhereNoApplianceStarts();

        Assert.Equal(
            $"UUID={SmallGuest.Uuid} / ext4 errors=remount-ro 0 1\nUUID={SmallGuest.DataUuid} /srv ext4 defaults 0 2\n",
            await SmallGuest.ReadAsync(_folder, Target, "/etc/fstab"));
        Assert.Equal("kept\n", await SmallGuest.ReadAsync(_folder, _folder["out2/small/small.qcow2"], "/order.txt"));
        var state = VmState.Read(_folder["out/.v2k/small/small.json"])!;
        Assert.Contains("small.qcow2 (scsi0:0)", state.Steps[StepKey.Of(Stage.Adjust)].Inputs.Keys);
        Assert.Contains("small.qcow2 (scsi0:1)", state.Steps[StepKey.Of(Stage.Adjust)].Inputs.Keys);

        _log.Clear();
        await RunAsync();
        Assert.Empty(_log.Started);
        Assert.DoesNotContain(_log.UpToDate, line => line.Contains("somebody else", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_guest_that_virt_v2v_adjusted_for_an_earlier_version_is_only_looked_at()
    {
        SmallGuest.Require();
        await SmallGuest.MakeAsync(_folder, "small");
        await RunAsync(convertOnly: true);
        var before = File.ReadAllBytes(Target);
        _kind = AdjustKind.VirtV2v;
        using (var run = Open())
        {
            var job = run.Jobs[0];
            var step = AdjustStage.Step(job, Host, new DomainRenderer(TemplateFolder.Load(null)));
            var inputs = step.Inputs.Inputs.ToDictionary(input => input.Key, input => input.Key == "V2K's steps" ? "5" : input.Value, StringComparer.Ordinal);
            job.State.Record(step.Key, new StepRecord(inputs, new Dictionary<string, FileStamp>(StringComparer.Ordinal), DateTimeOffset.UnixEpoch, 1, "by virt-v2v") { Name = step.Name });
        }

        _log.Clear();
        await RunAsync();
        SkipWhereNoApplianceStarts();

        Assert.Equal(["Adjust small: the drivers in the guest are not known yet"], _log.Started);
        Assert.Equal(before, File.ReadAllBytes(Target));
        _log.Clear();
        await RunAsync();
        Assert.Empty(_log.Started);
    }

    [SkippableFact]
    public async Task An_appliance_that_dies_leaves_the_disk_as_it_was()
    {
        SmallGuest.Require();
        await SmallGuest.MakeAsync(_folder, "small");
        await RunAsync(convertOnly: true);
        var before = File.ReadAllBytes(Target);

        using var done = new CancellationTokenSource();
        var killer = KillApplianceAsync(done.Token);
        await RunAsync();
        await done.CancelAsync();
        await killer;

        Assert.Contains("appliance", Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.True(File.Exists(_folder["out/.v2k/small/small.adjust.log"]));

        _log.Clear();
        await RunAsync();
        Assert.Empty(_log.Failures);
    }

    [SkippableFact]
    public async Task A_guest_that_cannot_be_adjusted_stops_no_other_and_is_adjusted_once_it_is_fixed()
    {
        SmallGuest.Require();
        await SmallGuest.MakeAsync(_folder, "damaged");
        await SmallGuest.MakeAsync(_folder, "frozen");
        await SmallGuest.MakeAsync(_folder, "full");
        var superblock = SmallGuest.SwapSuperblock(_folder, "damaged", new byte[1024]);
        await SmallGuest.FreezeAsync(_folder, "frozen", frozen: true);
        await SmallGuest.FillAsync(_folder, "full", full: true);
        await RunAsync(convertOnly: true);
        string[] targets = [_folder["out/damaged/damaged.qcow2"], _folder["out/frozen/frozen.qcow2"], _folder["out/full/full.qcow2"]];
        var before = targets.Select(File.ReadAllBytes).ToList();

        await RunAsync();
        Skip.If(_log.Failures is [var failure, ..] && failure.Contains("appliance does not start", StringComparison.Ordinal), _log.Failures.FirstOrDefault());

        Assert.Equal(3, _log.Failures.Count);
        Assert.Contains(_log.Failures, failure => failure.Contains("no operating system", StringComparison.Ordinal) && failure.Contains("--adjust=none", StringComparison.Ordinal)
            && failure.Contains("which hold ", StringComparison.Ordinal) && failure.Contains("damaged/damaged.vmx was adjusted", StringComparison.Ordinal));
        Assert.All(_log.Failures, failure => Assert.Matches("([a-z]+)/\\1.vmx was adjusted.*/\\1/\\1.adjust.log", failure));
        Assert.Contains(_log.Failures, failure => failure.StartsWith("/etc/fstab", StringComparison.Ordinal)
            && failure.Contains("in the step device-names", StringComparison.Ordinal) && failure.Contains("--skip-steps", StringComparison.Ordinal));
        Assert.Contains(_log.Failures, failure => failure.StartsWith("/: has ", StringComparison.Ordinal) && failure.Contains("Make room in the guest", StringComparison.Ordinal));
        Assert.Equal(before, targets.Select(File.ReadAllBytes));
        Assert.Contains("\ndevice-names\n", File.ReadAllText(_folder["out/.v2k/frozen/frozen.adjust.log"]), StringComparison.Ordinal);

        SmallGuest.SwapSuperblock(_folder, "damaged", superblock);
        await SmallGuest.FreezeAsync(_folder, "frozen", frozen: false);
        await SmallGuest.FillAsync(_folder, "full", full: false);
        _log.Clear();
        await RunAsync();
        Assert.Empty(_log.Failures);
        Assert.Equal($"UUID={SmallGuest.Uuid} / ext4 errors=remount-ro 0 1\n", await SmallGuest.ReadAsync(_folder, targets[1], "/etc/fstab"));
    }

    [SkippableFact]
    public async Task A_commit_that_a_crash_interrupted_is_finished_before_anything_else()
    {
        Skip.If(KnownTools.QemuImg.Find() is null, "qemu-img is not installed: --target=Setup installs it");
        await SmallGuest.MakeAsync(_folder, "small");
        await RunAsync(convertOnly: true);
        var config = Config();
        var files = new AdjustFiles(VmCatalog.Scan(config.Datastores).Vms[0]);
        Directory.CreateDirectory(files.Folder);
        var tools = new ToolRunner(_ => { });
        await tools.RunAsync(KnownTools.QemuImg, ["create", "-q", "-f", "qcow2", "-b", Target, "-F", "qcow2", files.Overlay(0)], "Read what it says");
        await tools.RunAsync(KnownTools.QemuImg, ["bench", "-q", "-w", "-c", "1", "-s", "65536", "-o", "1048576", "--pattern=170", "-f", "qcow2", files.Overlay(0)], "Read what it says");
        new PendingCommit([new PendingCommit.Disk(files.Overlay(0), Target)]).Write(files);

        using (var run = Open())
        {
            await run.RecoverAsync(tools, CancellationToken.None);
            run.ThrowIfFailed();
        }

        Assert.False(Directory.Exists(files.Folder));
        await tools.RunAsync(KnownTools.QemuImg, ["convert", "-f", "qcow2", "-O", "raw", Target, _folder["raw"]], "Read what it says");
        using var raw = File.OpenRead(_folder["raw"]);
        raw.Position = 1048576;
        Assert.Equal(170, raw.ReadByte());

        // The disk is V2K's own work still: nothing is to do, and nobody else changed it.
        _log.Clear();
        await RunAsync(convertOnly: true);
        Assert.DoesNotContain(_log.UpToDate, line => line.Contains("somebody else", StringComparison.Ordinal));
    }

    private static AdjustHost Host => new(new ToolRunner(_ => { }), _ => Task.FromResult(false));

    private Config Config() => new()
    {
        File = "v2k.yaml",
        Adjust = new AdjustOptions { Kind = _kind },
        Datastores =
        [
            new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"]),
            .. Directory.Exists(_folder["ds2"]) ? new[] { new Datastore("ds2", [], _folder["ds2"], _folder["out2"]) } : [],
        ],
    };

    private MigrationRun Open()
    {
        var config = Config();
        return MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
    }

    private async Task RunAsync(bool convertOnly = false)
    {
        using var run = Open();
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
        if (!convertOnly)
        {
            await run.AdjustAsync(Host, CancellationToken.None);
        }
    }

    private void SkipWhereNoApplianceStarts()
    {
        Skip.If(_log.Failures is [var failure] && failure.Contains("appliance does not start", StringComparison.Ordinal), _log.Failures.FirstOrDefault());
        Assert.Empty(_log.Failures);
    }

    /// <summary>Kills the appliance of this process's own as soon as there is one: the program whose command line names our overlay.</summary>
    private async Task KillApplianceAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var process in System.Diagnostics.Process.GetProcesses())
            {
                using (process)
                {
                    var commandLine = $"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/cmdline";
                    if (process.ProcessName.StartsWith("qemu-system", StringComparison.Ordinal) && File.Exists(commandLine)
                        && File.ReadAllText(commandLine).Contains(_folder.Path, StringComparison.Ordinal))
                    {
                        process.Kill();
                        return;
                    }
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }
}
