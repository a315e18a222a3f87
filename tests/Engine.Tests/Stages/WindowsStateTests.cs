using System.Xml.Linq;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Guests;
using V2K.Engine.Libvirt;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Engine.Tools;
using V2K.Rules.Model;

namespace V2K.Engine.Tests.Stages;

/// <summary>Windows in the state that versions of V2K left which did not look for its drivers.</summary>
public sealed class WindowsStateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    private string Disk => _folder["out/win01/win01.raw"];

    /// <summary>The domain, without the time at which it was written.</summary>
    private string Xml => SourceNote.WithoutDate(XElement.Load(_folder["out/win01/win01.xml"])).ToString();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Windows_that_an_earlier_version_adjusted_and_that_has_run_since_is_left_alone()
    {
        AddVm();
        await RunAsync(AdjustKind.None);
        RecordAsBefore();
        File.AppendAllText(Disk, "Windows was here");
        var before = Xml;
        _log.Clear();

        await RunAsync(AdjustKind.Native);

        Assert.Empty(_log.Failures);
        Assert.Contains(_log.UpToDate, line => line.StartsWith("Adjust win01", StringComparison.Ordinal));
        Assert.Equal(before, Xml);
    }

    [Fact]
    public async Task Drivers_that_were_found_are_forgotten_with_the_disk_that_had_them()
    {
        AddVm();
        await RunAsync(AdjustKind.None);
        var before = Xml;
        using (var state = Open())
        {
            state.Guest = new GuestFound(GuestFamily.Windows, GuestDrivers.VirtioWin, "Windows has viostor, netkvm");
        }

        await RunAsync(AdjustKind.None);

        Assert.Contains("bus=\"sata\"", before, StringComparison.Ordinal);
        Assert.Equal(before, Xml);
        Assert.Null(VmState.Read(_folder["out/.v2k/win01/win01.json"])!.Guest);
    }

    /// <summary>What the version before took down when it had adjusted Windows.</summary>
    private void RecordAsBefore()
    {
        using var state = Open();
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["win01.raw"] = $"{state.Steps[StepKey.OfDisk(Stage.Convert, "scsi0:0")].Finished:O}",
            ["V2K's steps"] = "5",
            ["network cards"] = "00:50:56:00:00:01//e1000e/False",
            ["disk names"] = "sda=sda",
            ["disk drivers"] = "ahci sd_mod",
            ["firmware"] = "bios",
            ["--adjust"] = "virt-v2v",
            ["--steps"] = "all",
            ["--skip-steps"] = "none",
            ["--root"] = "the only one",
            ["--initramfs"] = "append",
            ["--network-reset"] = "none",
            ["--guest-agent"] = "enable",
            ["--serial-console"] = "no",
            ["--nofail"] = "no",
        };
        state.Record(StepKey.Of(Stage.Adjust), new StepRecord(inputs, new Dictionary<string, FileStamp>(StringComparer.Ordinal), DateTimeOffset.UtcNow, 1, "by virt-v2v"));
    }

    private VmStateFile Open() => VmStateFile.Open(VmCatalog.Scan(Config(AdjustKind.Native).Datastores).Vms[0]);

    private async Task RunAsync(AdjustKind adjust)
    {
        var config = Config(adjust);
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        var host = new AdjustHost(new ToolRunner(_ => { }), _ => Task.FromResult(false));
        await run.MigrateAsync(new MigrationMeans(new NativeEngine(), host), Stage.Adjust, CancellationToken.None);
    }

    private Config Config(AdjustKind adjust) => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Adjust = new AdjustOptions { Kind = adjust },
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    private void AddVm()
    {
        _folder.Write("ds1/win01/win01.vmx", """
            displayName = "win01"
            guestOS = "windows2019srv-64"
            scsi0.present = "TRUE"
            scsi0.virtualDev = "pvscsi"
            scsi0:0.present = "TRUE"
            scsi0:0.fileName = "win01.vmdk"
            ethernet0.present = "TRUE"
            ethernet0.addressType = "static"
            ethernet0.address = "00:50:56:00:00:01"

            """);
        _folder.Write("ds1/win01/win01.vmdk", """
            # Disk DescriptorFile
            version=1
            CID=fffffffe
            parentCID=ffffffff
            createType="vmfs"
            RW 2048 VMFS "win01-flat.vmdk"

            """);
        File.WriteAllBytes(_folder["ds1/win01/win01-flat.vmdk"], new byte[1 << 20]);
    }
}
