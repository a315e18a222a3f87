using System.Xml.Linq;
using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Inventory;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Estates;
using V2K.Rules;

namespace V2K.Engine.Tests.Stages;

/// <summary>VMs with a disk whose datastore is not configured here.</summary>
public sealed class UnplacedDiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/vmfs/volumes/elsewhere/web01/web01_1.vmdk", "unmapped-datastore")]
    [InlineData("[elsewhere] web01/web01_1.vmdk", "unmapped-datastore")]
    [InlineData("../../../../../../../../etc/shadow", "outside-datastores")]
    public void The_inventory_shows_everything_else_that_can_be_read(string lost, string concern)
    {
        AddVm(lost);

        var vm = Assert.Single(InventoryReader.Read(Catalog().Vms, Config(), new DatastorePaths(Config().Datastores, "v2k.yaml")));

        Assert.Equal(("debian12-64", 4, 4096L), (vm.Guest, vm.Cpus, vm.MemoryMebibytes));
        Assert.Equal(["Servers"], vm.Networks);
        Assert.Equal(["scsi0:0 vmfs", "scsi0:1 "], vm.Disks.Select(disk => $"{disk.Device} {disk.Kind}"));
        Assert.Equal(lost, vm.Disks[1].File);
        Assert.Matches("^2 disks, 1 MiB, .* in use, 1 cannot be read$", DiskSum.Text(vm.Disks));
        var blocker = Assert.Single(vm.Concerns, concern => concern.IsBlocker);
        Assert.Equal((concern, "scsi0:1.fileName"), (blocker.Id, blocker.Key));
        Assert.DoesNotContain(vm.Concerns, concern => concern.Id == "orphaned-disk");
    }

    [Fact]
    public async Task It_stops_its_VM_before_anything_is_written()
    {
        AddVm("[elsewhere] web01/web01_1.vmdk");

        using var run = await RunAsync(Config());

        var failure = Assert.Throws<V2KException>(run.ThrowIfFailed);
        Assert.Equal("unmapped-datastore", failure.Id);
        Assert.Contains("--ignore=unmapped-datastore", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/web01/web01.xml"]));
    }

    [Theory]
    [InlineData("[elsewhere] web01/web01_1.vmdk", "unmapped-datastore")]
    [InlineData("../../../../../../../../etc/shadow", "outside-datastores")]
    public async Task Where_it_is_ignored_the_VM_is_migrated_without_it(string lost, string concern)
    {
        AddVm(lost);

        using var run = await RunAsync(Config() with { Ignore = new HashSet<string>([concern], StringComparer.Ordinal) });

        run.ThrowIfFailed();
        Assert.True(File.Exists(_folder["out/web01/web01.raw"]));
        var disks = XDocument.Load(_folder["out/web01/web01.xml"]).Descendants("disk").Elements("source").Select(source => source.Attribute("file")?.Value);
        Assert.Equal([_folder["out/web01/web01.raw"]], disks);
    }

    [Fact]
    public void A_concern_that_cannot_be_ignored_is_never_shown_as_ignored()
    {
        _folder.Write("ds1/broken/broken.vmx", "");

        var config = Config() with { Ignore = ConcernKinds.InOrder.Select(kind => kind.Id).ToHashSet(StringComparer.Ordinal) };
        var vm = Assert.Single(InventoryReader.Read(Catalog().Vms, config, new DatastorePaths(config.Datastores, "v2k.yaml")));

        Assert.True(Assert.Single(vm.Concerns).IsBlocker);
        Assert.False(vm.Concerns[0].IsIgnored);
    }

    [Fact]
    public void A_template_is_listed_as_one_and_its_disks_belong_to_it()
    {
        _folder.Write("ds1/golden/golden.vmtx", Settings("golden", "golden.vmdk"));
        SyntheticVm.WriteDisk(_folder["ds1/golden/golden"]);
        SyntheticVm.WriteDisk(_folder["ds1/golden/forgotten"]);
        var catalog = Catalog();

        var (vms, orphans) = InventoryReader.Read(catalog, Config(), new DatastorePaths(Config().Datastores, "v2k.yaml"));

        Assert.Empty(catalog.Vms);
        Assert.Empty(catalog.DiskFolders);
        Assert.Empty(orphans);
        var template = Assert.Single(vms);
        Assert.True(template.IsTemplate);
        Assert.Equal(("golden", 1), (template.Name, template.Disks.Count));
        Assert.Contains("forgotten.vmdk", Assert.Single(template.Concerns, concern => concern.Id == "orphaned-disk").What, StringComparison.Ordinal);
        Assert.Same(catalog.Templates[0], Assert.Single(VmSelection.Choose(catalog.Vms, catalog.Templates, ["golden"])));
        Assert.Throws<V2KException>(() => VmSelection.Choose(catalog.Vms, catalog.Templates, ["*"]));
    }

    private async Task<MigrationRun> RunAsync(Config config)
    {
        var run = MigrationRun.Open(Catalog().Vms, config, _log, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        return run;
    }

    private VmCatalog Catalog() => VmCatalog.Scan(Config().Datastores);

    private Config Config() => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    private void AddVm(string lost)
    {
        _folder.Write("ds1/web01/web01.vmx", Settings("web01", "web01.vmdk") + $"""
            scsi0:1.present = "TRUE"
            scsi0:1.fileName = "{lost}"

            """);
        SyntheticVm.WriteDisk(_folder["ds1/web01/web01"]);
    }

    private static string Settings(string name, string disk) => $"""
        displayName = "{name}"
        guestOS = "debian12-64"
        memSize = "4096"
        numvcpus = "4"
        scsi0.present = "TRUE"
        scsi0:0.present = "TRUE"
        scsi0:0.fileName = "{disk}"
        ethernet0.present = "TRUE"
        ethernet0.networkName = "Servers"

        """;
}
