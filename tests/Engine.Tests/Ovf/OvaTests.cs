using System.Formats.Tar;
using System.Text;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Inventory;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Tests.Ovf;

/// <summary>Exported VMs from the datastore to the verified disk, without unpacking them.</summary>
public sealed class OvaTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Notes _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar, MadeKind.StreamWithFooter, "SHA256")]
    [InlineData(TarEntryFormat.Pax, MadeKind.StreamWithHeader, "SHA1")]
    [InlineData(TarEntryFormat.Gnu, MadeKind.MonolithicSparse, "SHA512")]
    [InlineData(TarEntryFormat.Ustar, MadeKind.VmfsFlat, "SHA256")]
    public async Task An_OVA_is_found_translated_converted_and_verified_in_place(TarEntryFormat format, MadeKind kind, string algorithm)
    {
        var content = Pack("ds1/web01.ova", format, kind, algorithm);

        var vm = Assert.Single(Catalog.Vms);
        Assert.Equal("[ds1] web01.ova/web01.ovf", vm.Id);
        var summary = Assert.Single(InventoryReader.Read([vm], Config, new DatastorePaths(Config.Datastores, Config.File)));
        Assert.Equal(("web01", "debian11-64", 4, 2048L), (summary.Name, summary.Guest, summary.Cpus, summary.MemoryMebibytes));
        Assert.Equal(content.Length, Assert.Single(summary.Disks).VirtualBytes);
        await RunAsync(new NativeEngine());
        using var run = Open();
        Assert.True(Assert.Single(await run.VerifyAsync(CancellationToken.None)).IsIdentical);

        run.ThrowIfFailed();
        Assert.Contains(_log.Finished, note => note.Contains(", manifest holds for 2 files", StringComparison.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01.ova/disk.raw"]));
        var xml = await File.ReadAllTextAsync(_folder["out/web01.ova/web01.xml"]);
        Assert.Contains($"<source file='{_folder["out/web01.ova/disk.raw"]}'/>", xml, StringComparison.Ordinal);
        Assert.Contains("<description>the first web server</description>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_disks_of_an_OVA_with_one_file_name_in_different_folders_are_converted_and_verified_each()
    {
        var contents = new[] { "a", "b" }.ToDictionary(
            folder => folder,
            folder => DiskMaker.Make(Directory.CreateDirectory(_folder[$"scratch/{folder}"]).FullName, MadeKind.StreamWithFooter, folder[0], 3_000));
        (string Name, byte[] Content)[] disks = [.. contents.Keys.Select(folder => ($"{folder}/disk.vmdk", File.ReadAllBytes(_folder[$"scratch/{folder}/disk.vmdk"])))];
        var ovf = Encoding.UTF8.GetBytes(OvfText.Vm(
            OvfText.Cpu + OvfText.Memory + OvfText.Scsi + OvfText.Disk(6, "d1") + OvfText.Disk(7, "d2", unit: "1"),
            root: OvfText.Files.Replace("disk1.vmdk", "a/disk.vmdk", StringComparison.Ordinal).Replace("disk2.vmdk", "b/disk.vmdk", StringComparison.Ordinal)));
        ExportMaker.Pack(_folder["ds1/web01.ova"], TarEntryFormat.Ustar, [("web01.ovf", ovf), .. disks]);

        await RunAsync(new NativeEngine());
        using var run = Open();
        var verified = await run.VerifyAsync(CancellationToken.None);

        run.ThrowIfFailed();
        Assert.Equal([true, true], verified.Select(disk => disk.IsIdentical));
        Assert.All(contents, one => Assert.Equal(one.Value, File.ReadAllBytes(_folder[$"out/web01.ova/{one.Key}/disk.raw"])));
        Assert.NotEqual(contents["a"], contents["b"]);
        var xml = await File.ReadAllTextAsync(_folder["out/web01.ova/web01.xml"]);
        Assert.All(contents.Keys, folder => Assert.Contains($"<source file='{_folder[$"out/web01.ova/{folder}/disk.raw"]}'/>", xml, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(MadeKind.StreamWithFooter)]
    [InlineData(MadeKind.MonolithicSparse)]
    public async Task Qemu_reads_a_member_of_an_OVA_in_place_too(MadeKind kind)
    {
        Qemu.Require();
        var content = Pack("ds1/web01.ova", TarEntryFormat.Ustar, kind, "SHA256");

        await RunAsync(new QemuImgEngine(Qemu.Tools, new EngineOptions()));

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01.ova/disk.raw"]));
    }

    [Fact]
    public async Task An_export_in_a_folder_is_a_VM_too_unless_it_lies_beside_its_vmx()
    {
        var content = DiskMaker.Make(Directory.CreateDirectory(_folder["ds1/web01"]).FullName, MadeKind.StreamWithFooter, 5, 3_000);
        _folder.Write("ds1/web01/web01.ovf", ExportMaker.Ovf("web01", "disk.vmdk"));
        _folder.Write("ds1/web02/web02.ovf", ExportMaker.Ovf("web02", "disk.vmdk"));
        _folder.Write("ds1/web02/web02.vmx", "displayName = \"web02\"\n");
        Assert.Equal(["[ds1] web01/web01.ovf", "[ds1] web02/web02.vmx"], Catalog.Vms.Select(vm => vm.Id));

        using (var run = MigrationRun.Open([Catalog.Vms[0]], Config, _log, force: false))
        {
            await run.TranslateAsync(CancellationToken.None);
            await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
            await run.VerifyAsync(CancellationToken.None);
            run.ThrowIfFailed();
        }

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01/disk.raw"]));
        Assert.Contains(_log.Finished, note => note.Contains(", no manifest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_disk_that_differs_from_the_manifest_is_reported_by_name()
    {
        var disk = MakeDisk(MadeKind.StreamWithFooter, out _);
        var ovf = Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "disk.vmdk"));
        var manifest = ExportMaker.Manifest("SHA256", ("web01.ovf", ovf), ("disk.vmdk", [.. disk, 0]));
        ExportMaker.Pack(
            _folder["ds1/web01.ova"], TarEntryFormat.Ustar, ("web01.ovf", ovf), ("web01.mf", Encoding.UTF8.GetBytes(manifest)), ("disk.vmdk", disk));
        await RunAsync(new NativeEngine());

        using var run = Open();
        await run.VerifyAsync(CancellationToken.None);

        Assert.StartsWith($"{_folder["ds1/web01.ova/disk.vmdk"]}: its SHA256 is", Assert.Single(_log.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disk.vmdk", "ovf:compression=\"bzip2\"", "", "disk.vmdk is compressed by bzip2, and only gzip is read")]
    [InlineData("disk.vmdk.gz", "", "", "web01.ova: contains no file disk.vmdk.gz")]
    [InlineData("http://example.com/disk.vmdk", "", "", "'http://example.com/disk.vmdk' is not a file of the export")]
    [InlineData("disk.vmdk", "", "ovf:parentRef=\"vmdisk0\"", "is a delta of another disk")]
    [InlineData("other.vmdk", "", "", "web01.ova: contains no file other.vmdk")]
    [InlineData("../../../etc/shadow", "", "", "points outside the export")]
    [InlineData("/etc/shadow", "", "", "is in a place, which no configured datastore covers")]
    public void A_file_that_cannot_be_read_in_place_is_refused_by_name(string href, string file, string disk, string expected)
    {
        ExportMaker.Pack(
            _folder["ds1/web01.ova"],
            TarEntryFormat.Ustar,
            ("web01.ovf", Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", href, file, disk))),
            ("disk.vmdk", MakeDisk(MadeKind.StreamWithFooter, out _)));

        var summary = Assert.Single(InventoryReader.Read(Catalog.Vms, Config, new DatastorePaths(Config.Datastores, Config.File)));

        Assert.Contains(summary.Concerns, concern => concern.Severity == "blocker" && concern.Text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_no_archive_is_listed_with_the_reason()
    {
        _folder.Write("ds1/web01.ova", new string('x', 2000));

        var vm = Assert.Single(Catalog.Vms);
        var summary = Assert.Single(InventoryReader.Read([vm], Config, new DatastorePaths(Config.Datastores, Config.File)));

        Assert.Contains("the tar header is missing", Assert.Single(summary.Concerns).Text, StringComparison.Ordinal);
    }

    private VmCatalog Catalog => VmCatalog.Scan(Config.Datastores);

    private Config Config => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    private MigrationRun Open() => MigrationRun.Open(Catalog.Vms, Config, _log, force: false);

    private async Task RunAsync(ICopyEngine engine)
    {
        using var run = Open();
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(engine, CancellationToken.None);
        run.ThrowIfFailed();
    }

    private byte[] Pack(string ova, TarEntryFormat format, MadeKind kind, string algorithm)
    {
        var disk = MakeDisk(kind, out var content);
        var ovf = Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "disk.vmdk"));
        var manifest = ExportMaker.Manifest(algorithm, ("web01.ovf", ovf), ("disk.vmdk", disk));
        var files = new List<(string, byte[])> { ("web01.ovf", ovf), ("web01.mf", Encoding.UTF8.GetBytes(manifest)), ("disk.vmdk", disk) };
        if (kind is MadeKind.VmfsFlat)
        {
            files.Add(("disk-flat.vmdk", File.ReadAllBytes(_folder["made/disk-flat.vmdk"])));
        }

        ExportMaker.Pack(_folder[ova], format, [.. files]);
        return content;
    }

    private byte[] MakeDisk(MadeKind kind, out byte[] content)
    {
        content = DiskMaker.Make(Directory.CreateDirectory(_folder["made"]).FullName, kind, 7, 5_000);
        return File.ReadAllBytes(_folder["made/disk.vmdk"]);
    }

    private sealed class Notes : IRunLog
    {
        public List<string> Finished { get; } = [];

        public List<string> Failures { get; } = [];

        void IRunLog.UpToDate(string vm, Step step, string reason)
        {
        }

        void IRunLog.Started(string vm, Step step, string reason)
        {
        }

        void IRunLog.Progress(string vm, Step step, long done, long total)
        {
        }

        void IRunLog.Finished(string vm, Step step, TimeSpan elapsed, string notes) => Finished.Add(notes);

        void IRunLog.Failed(string vm, V2KException failure) => Failures.Add(failure.Message);

        void IRunLog.Found(string vm, Finding finding)
        {
        }
    }
}
