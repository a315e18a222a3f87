using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules.Findings;

namespace V2K.Engine.Tests.Stages;

/// <summary>Linux guests that a version of V2K adjusted which did not look at their kernels, and that are in service by now.</summary>
public sealed class EarlierAdjustTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    private string Disk => _folder["out/web01/web01.raw"];

    private string Xml => File.ReadAllText(_folder["out/web01/web01.xml"]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("debian12-64", false)]
    [InlineData("rhel6-64", true)]
    public async Task A_guest_that_an_earlier_version_adjusted_and_that_has_run_since_is_left_alone_and_keeps_its_devices(string guestOs, bool isWarned)
    {
        AddVm(guestOs);
        await RunAsync(new AdjustOptions { Kind = AdjustKind.None });
        RecordAsBefore();
        File.AppendAllText(Disk, "the guest was here");
        _log.Clear();

        await RunAsync(new AdjustOptions());

        Assert.Empty(_log.Failures);
        Assert.Contains(_log.UpToDate, line => line.StartsWith("Adjust web01: an earlier version of V2K adjusted the guest", StringComparison.Ordinal));
        Assert.Contains("bus='virtio'", Xml, StringComparison.Ordinal);
        Assert.DoesNotContain("transitional", Xml, StringComparison.Ordinal);
        Assert.Equal(isWarned, _log.Found.Exists(finding => finding is { Id: FindingId.LegacyVirtio, Severity: Severity.Warning }));
        _log.Clear();

        await RunAsync(new AdjustOptions());

        Assert.Empty(_log.Started);
        Assert.Empty(_log.Failures);
    }

    [Fact]
    public async Task Another_option_for_a_guest_that_has_run_since_is_still_refused()
    {
        AddVm("debian12-64");
        await RunAsync(new AdjustOptions { Kind = AdjustKind.None });
        RecordAsBefore();
        File.AppendAllText(Disk, "the guest was here");

        await RunAsync(new AdjustOptions { SkipSteps = ["lvm"] });

        Assert.Contains("was changed after V2K converted it", Assert.Single(_log.Failures), StringComparison.Ordinal);
    }

    /// <summary>What the version before took down when it had adjusted the guest.</summary>
    private void RecordAsBefore()
    {
        using var state = VmStateFile.Open(VmCatalog.Scan(Config(new AdjustOptions()).Datastores).Vms[0]);
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["web01.raw"] = $"{state.Steps[StepKey.OfDisk(Stage.Convert, "scsi0:0")].Finished:O}",
            ["V2K's steps"] = "5",
            ["network cards"] = "00:50:56:00:00:01/192/virtio/False",
            ["disk names"] = "sda=vda",
            ["disk drivers"] = "virtio_pci virtio_blk",
            ["firmware"] = "bios",
            ["--adjust"] = "native",
            ["--steps"] = "all",
            ["--skip-steps"] = "none",
            ["--root"] = "the only one",
            ["--initramfs"] = "append",
            ["--network-reset"] = "none",
            ["--guest-agent"] = "enable",
            ["--serial-console"] = "no",
            ["--nofail"] = "no",
        };
        state.Record(StepKey.Of(Stage.Adjust), new StepRecord(inputs, new Dictionary<string, FileStamp>(StringComparer.Ordinal), DateTimeOffset.UtcNow, 1, "15 changes"));
    }

    private async Task RunAsync(AdjustOptions adjust)
    {
        var config = Config(adjust);
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        var host = new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false));
        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), host), Stage.Adjust, CancellationToken.None);
    }

    private Config Config(AdjustOptions adjust) => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Adjust = adjust,
        Datastores = [new Datastore("ds1", [], _folder["ds1"], _folder["out"])],
    };

    private void AddVm(string guestOs)
    {
        _folder.Write("ds1/web01/web01.vmx", $"""
            displayName = "web01"
            guestOS = "{guestOs}"
            scsi0.present = "TRUE"
            scsi0.virtualDev = "pvscsi"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "web01.vmdk"
            ethernet0.present = "TRUE"
            ethernet0.virtualDev = "vmxnet3"
            ethernet0.addressType = "static"
            ethernet0.address = "00:50:56:00:00:01"
            ethernet0.pciSlotNumber = "192"

            """);
        _folder.Write("ds1/web01/web01.vmdk", """
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW 2048 VMFS "web01-flat.vmdk"

            """);
        File.WriteAllBytes(_folder["ds1/web01/web01-flat.vmdk"], new byte[1 << 20]);
    }
}
