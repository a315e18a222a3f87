using System.Xml.Linq;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Inventory;
using V2K.Engine.Planning;
using V2K.Engine.Rendering;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Disks.Making;
using V2K.Engine.Tests.Estates;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>Disks that cannot be copied: left out of the domain as well, or attached from the device that they are.</summary>
public sealed class LeftOutDisksTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();
    private string[] _ignore = [];
    private IReadOnlyList<DiskTarget> _disks = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("missing-disk", 0)]
    [InlineData("missing-disk", 1)]
    [InlineData("rdm", 0)]
    [InlineData("encryption", 0)]
    public async Task A_disk_that_is_left_out_is_not_in_the_domain_either(string why, int unit)
    {
        var estate = Estate(why, unit);
        _ignore = [why];

        await ConvertAsync(estate);

        Assert.Empty(_log.Failures);
        var sources = Sources();
        Assert.Equal(2, sources.Count);
        Assert.DoesNotContain(sources, source => source.EndsWith(FileOf(unit).Replace(".vmdk", ".raw", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(sources, source => Assert.True(File.Exists(source), source));
        Assert.Contains(_log.Found, finding => finding.Id == why && finding.What.StartsWith($"scsi0:{unit} is skipped", StringComparison.Ordinal));
        _log.Clear();
        await ConvertAsync(estate);
        Assert.Empty(_log.Started);
    }

    [Fact]
    public async Task A_disk_that_was_converted_before_it_was_lost_stays_in_the_domain()
    {
        var estate = SyntheticEstate.Write(_folder.Path, 1, _ => { });
        await ConvertAsync(estate);
        File.Delete(_folder["ds1/vm00000/vm00000_1.vmdk"]);
        _ignore = ["missing-disk"];

        await ConvertAsync(estate);

        Assert.Empty(_log.Failures);
        Assert.Equal(3, Sources().Count);
    }

    [Fact]
    public void A_disk_that_is_left_out_still_counts_for_the_names_that_the_guest_had()
    {
        var estate = Estate("rdm", 0);
        _ignore = ["rdm"];

        var translation = Translate(estate);

        Assert.Equal(["scsi0:0", "scsi0:1", "scsi0:2"], translation.VmxDevices.Order(StringComparer.Ordinal));
        Assert.Equal(2, translation.Disks.Count);
    }

    [SkippableFact]
    public async Task An_RDM_is_attached_from_the_device_that_it_is_and_nothing_is_written_to_it()
    {
        await using var device = await LoopDevice.MakeAsync(_folder["lun"], 2 << 20);
        var before = device.Content();
        var estate = Estate("rdm", 1);
        _disks = [new DiskTarget("vm00000", "scsi0:1", device.Path) { IsAttached = true }];

        await ConvertAsync(estate);

        Assert.Empty(_log.Failures);
        Assert.Contains(device.Path, Sources());
        var disk = XDocument.Load(Directory.GetFiles(_folder.Path, "vm00000.xml", SearchOption.AllDirectories).Single()).Descendants("disk").Single(disk => disk.Element("source")?.Attribute("dev") is not null);
        Assert.Equal(("block", "raw"), (disk.Attribute("type")!.Value, disk.Element("driver")!.Attribute("type")!.Value));
        Assert.Equal(before, device.Content());
        Assert.Equal(["Convert vm00000.raw: not made yet", "Convert vm00000_2.raw: not made yet"], _log.Started.Where(line => line.StartsWith("Convert", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var step = Assert.Single(Plan(estate).Steps, step => step.Device == "scsi0:1");
        Assert.Equal((false, "attached, not copied"), (step.MustRun, step.Reason));
        var line = Assert.Single(Assert.Single(Summaries(estate)).Disks, line => line.IsAttached);
        Assert.Equal(("scsi0:1", device.Path, 2 << 20), (line.Device, line.File, (int)line.VirtualBytes));
    }

    [Theory]
    [InlineData("/dev/disk/by-id/wwn-0x0123456789abcdef", "does not exist")]
    [InlineData("/dev/null", "is not a block device")]
    public async Task A_device_to_attach_that_is_none_stops_the_VM_before_anything_is_copied(string path, string what)
    {
        var estate = Estate("rdm", 1);
        _disks = [new DiskTarget("vm00000", "scsi0:1", path) { IsAttached = true }];

        await ConvertAsync(estate);

        Assert.Contains(what, Assert.Single(_log.Failures), StringComparison.Ordinal);
        Assert.Contains("attach:", _log.Failures[0], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.raw", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_configuration_says_which_device_is_a_disk()
    {
        var config = Load("""ora1: { "scsi1:0": { attach: /dev/disk/by-id/wwn-0x5 }, "scsi1:1": /dev/vg0/ora1 }""");

        Assert.Equal(
            [new DiskTarget("ora1", "scsi1:0", "/dev/disk/by-id/wwn-0x5") { IsAttached = true, IsFromFile = true }, new DiskTarget("ora1", "scsi1:1", "/dev/vg0/ora1") { IsFromFile = true }], config.DiskTargets);
    }

    [Theory]
    [InlineData("""ora1: { "scsi1:0": { attach: wwn-0x5 } }""", "'wwn-0x5' is not a full path")]
    [InlineData("""ora1: { "scsi1:0": { attach: } }""", "attach: is missing")]
    [InlineData("""ora1: { "scsi1:0": { atach: /dev/x } }""", "attach")]
    [InlineData("""ora1: { "scsi1:0": { attach: /dev/x, copy: yes } }""", "copy: is not a known key")]
    public void A_wrong_disk_entry_is_refused_with_its_line(string disks, string what)
    {
        var failure = Assert.Throws<V2KException>(() => Load(disks));

        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, failure.Line);
    }

    [Fact]
    public void Two_VMs_may_share_a_device_that_is_attached_and_no_device_is_attached_and_written_to()
    {
        var (a, b) = (new DiskTarget("a", "scsi0:0", "/dev/null") { IsAttached = true }, new DiskTarget("b", "scsi0:0", "/dev/null") { IsAttached = true });

        DiskTarget.Require([a, b], []);
        Assert.Throws<V2KException>(() => DiskTarget.Require([a, b with { IsAttached = false }], []));
        Assert.Throws<V2KException>(() => DiskTarget.Require([a, b with { Vm = "a", Device = "scsi0:1" }], []));
    }

    private static string FileOf(int unit) => unit == 0 ? "vm00000.vmdk" : $"vm00000_{unit}.vmdk";

    private SyntheticEstate Estate(string why, int unit) => SyntheticEstate.Write(_folder.Path, 1, vms =>
    {
        var vm = vms[0];
        var file = Path.Combine(vm.Folder, FileOf(unit));
        vm.Afterwards(why switch
        {
            "rdm" => () => File.WriteAllText(file, SyntheticVm.Descriptor("vmfsRawDeviceMap", "fffffffe", "ffffffff", $"RW 2048 VMFSRDM \"{vm.Name}-rdm.vmdk\"")),
            "encryption" => () => File.WriteAllText(file, SyntheticVm.Descriptor("vmfs", "fffffffe", "ffffffff", $"RW 2048 VMFS \"{vm.Name}-flat.vmdk\"\nencryption.keySafe = \"x\"")),
            _ => () => File.Delete(file),
        });
    });

    private Config Load(string disks) => ConfigFile.Load(_folder.Write("v2k-disks.yaml", $"datastores:\n  - name: a\n    source: in\n    target: out\ndisks: {{ {disks} }}\n"));

    private List<string> Sources() =>
    [
        .. XDocument.Load(Directory.GetFiles(_folder.Path, "vm00000.xml", SearchOption.AllDirectories).Single()).Descendants("disk")
            .Where(disk => disk.Attribute("device")?.Value == "disk")
            .Select(disk => disk.Element("source")!).Select(source => (source.Attribute("file") ?? source.Attribute("dev"))!.Value),
    ];

    private Config Config(SyntheticEstate estate) => ConfigFile.Load(estate.ConfigFile) with
    {
        Format = DiskFormat.Raw,
        Ignore = _ignore.ToHashSet(StringComparer.Ordinal),
        DiskTargets = _disks,
    };

    private async Task ConvertAsync(SyntheticEstate estate)
    {
        var config = Config(estate);
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, _log, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
    }

    private TranslatedDomain Translate(SyntheticEstate estate)
    {
        var config = Config(estate);
        return TranslatedDomain.Make(VmCatalog.Scan(config.Datastores).Vms[0], config, new DatastorePaths(config.Datastores, config.File));
    }

    private VmPlan Plan(SyntheticEstate estate)
    {
        var config = Config(estate);
        var vms = VmCatalog.Scan(config.Datastores).Vms;
        return Assert.Single(new Planner(config, new NativeEngine(), new DomainRenderer(TemplateFolder.Load(null)), force: false).Plan(vms, vms).Vms);
    }

    private IReadOnlyList<VmSummary> Summaries(SyntheticEstate estate)
    {
        var config = Config(estate);
        return InventoryReader.Read(VmCatalog.Scan(config.Datastores).Vms, config, new DatastorePaths(config.Datastores, config.File));
    }
}
