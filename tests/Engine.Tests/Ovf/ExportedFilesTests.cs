using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Inventory;
using V2K.Engine.Ovf;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Disks.Making;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>The files of exports, however an exporter packed, cut, compressed or named them, from the datastore to the converted disk.</summary>
public sealed class ExportedFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(MadeKind.StreamWithFooter)]
    [InlineData(MadeKind.MonolithicSparse)]
    public async Task A_disk_that_is_compressed_as_a_whole_is_read_in_place(MadeKind kind)
    {
        var disk = MakeDisk(kind, out var content);
        ExportMaker.Pack(
            _folder["ds1/web01.ova"],
            TarEntryFormat.Ustar,
            ("web01.ovf", Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "disk.vmdk.gz", "ovf:compression=\"gzip\""))),
            ("disk.vmdk.gz", Gzip(disk)));

        await ConvertAsync();

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01.ova/disk.raw"]));
    }

    [Fact]
    public async Task A_disk_that_is_cut_into_chunks_is_read_in_place_and_each_chunk_is_held_against_the_manifest()
    {
        var disk = MakeDisk(MadeKind.StreamWithFooter, out var content);
        var ovf = Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "disk.vmdk", "ovf:chunkSize=\"70000\""));
        var chunks = disk.Chunk(70_000).Select((bytes, number) => (Name: ChunkedContent.NameOf("disk.vmdk", number), Content: bytes)).ToList();
        var manifest = Encoding.UTF8.GetBytes(ExportMaker.Manifest("SHA256", [("web01.ovf", ovf), .. chunks]).Replace("SHA256(", "sha-256 (./", StringComparison.Ordinal));
        (string, byte[])[] files = [("web01.ovf", ovf), ("web01.mf", manifest), ("web01.cert", "-----BEGIN CERTIFICATE-----"u8.ToArray()), .. chunks];
        ExportMaker.Pack(_folder["ds1/web01.ova"], TarEntryFormat.Ustar, files);
        Assert.True(chunks.Count > 1);

        await ConvertAsync();

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01.ova/disk.raw"]));
        Assert.Equal(
            $"manifest holds for {chunks.Count + 1} files; web01.cert names the signer, which V2K does not check (openssl verify)",
            OvfManifest.Check(_folder["ds1/web01.ova/web01.ovf"], [_folder["ds1/web01.ova/disk.vmdk"]], CancellationToken.None));
    }

    [Fact]
    public async Task Chunks_may_be_compressed_as_a_whole_too()
    {
        var disk = MakeDisk(MadeKind.StreamWithFooter, out var content);
        _folder.Write("ds1/web01/web01.ovf", ExportMaker.Ovf("web01", "disk.vmdk", "ovf:compression=\"gzip\" ovf:chunkSize=\"70000\""));
        foreach (var (bytes, number) in Gzip(disk).Chunk(70_000).Select((bytes, number) => (bytes, number)))
        {
            await File.WriteAllBytesAsync(ChunkedContent.NameOf(_folder["ds1/web01/disk.vmdk"], number), bytes);
        }

        await ConvertAsync();

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01/disk.raw"]));
    }

    [Fact]
    public void A_compressed_file_reads_the_same_anywhere_and_backwards()
    {
        var content = new byte[21_000_000];
        for (var i = 0; i < content.Length; i++)
        {
            content[i] = (byte)((i * 2654435761L) >> 17 ^ (i / 4096));
        }

        Directory.CreateDirectory(_folder["ds1"]);
        File.WriteAllBytes(_folder["ds1/a.gz"], [.. Gzip(content[..9_000_000]), .. Gzip([]), .. Gzip(content[9_000_000..])]);
        using var gzip = GzipContent.Open(DiskFile.Open(_folder["ds1/a.gz"]));

        Assert.Equal(content.Length, gzip.Length);
        foreach (var position in new[] { 20_999_990, 8_999_999, 0, 17_000_000, 9_000_000, 1_048_576, 20_000_000 })
        {
            var buffer = new byte[5];
            var count = gzip.Read(buffer, position);
            Assert.InRange(count, 1, 5);
            Assert.Equal(content.AsSpan(position, count), buffer.AsSpan(0, count));
        }
    }

    [Fact]
    public void A_compressed_file_that_is_cut_off_is_refused_by_its_reason()
    {
        var disk = MakeDisk(MadeKind.StreamWithFooter, out _);
        _folder.Write("ds1/web01/web01.ovf", ExportMaker.Ovf("web01", "disk.vmdk.gz", "ovf:compression=\"gzip\""));
        File.WriteAllBytes(_folder["ds1/web01/disk.vmdk.gz"], Gzip(disk)[..^5000]);

        Assert.Contains(
            Assert.Single(Summaries()).Concerns,
            concern => concern.IsBlocker && concern.Text.Contains("is compressed by gzip, and damaged or cut off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_with_percent_signs_is_read_as_it_is_meant()
    {
        var disk = MakeDisk(MadeKind.StreamWithFooter, out var content);
        ExportMaker.Pack(
            _folder["ds1/web01.ova"],
            TarEntryFormat.Ustar,
            ("web01.ovf", Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "My%20Disk.vmdk"))),
            ("My Disk.vmdk", disk));

        await ConvertAsync();

        Assert.Equal(content, await File.ReadAllBytesAsync(_folder["out/web01.ova/My Disk.raw"]));
    }

    [Fact]
    public async Task Disks_without_files_are_made_empty_with_their_size()
    {
        _folder.Write("ds1/web01/web01.ovf", Vm(
            Cpu + Scsi + Disk(4, "d1") + Disk(5, "d9", unit: "1"),
            root: """
            <References><File ovf:id="f1" ovf:href="disk.vmdk"/></References>
            <DiskSection><Disk ovf:diskId="d1" ovf:fileRef="f1"/><Disk ovf:diskId="d9" ovf:capacity="3" ovf:capacityAllocationUnits="byte * 2^20"/></DiskSection>
            """));
        var disk = MakeDisk(MadeKind.StreamWithFooter, out _);
        await File.WriteAllBytesAsync(_folder["ds1/web01/disk.vmdk"], disk);

        await ConvertAsync();

        var empty = await File.ReadAllBytesAsync(_folder["out/web01/web01.ovf/d9.raw"]);
        Assert.Equal(3 << 20, empty.Length);
        Assert.False(empty.AsSpan().ContainsAnyExcept((byte)0));
        Assert.Contains($"<source file='{_folder["out/web01/web01.ovf/d9.raw"]}'/>", await File.ReadAllTextAsync(_folder["out/web01/web01.xml"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_of_another_size_than_described_is_a_warning_with_both()
    {
        MakeDisk(MadeKind.StreamWithFooter, out var content);
        _folder.Write("ds1/web01/web01.ovf", ExportMaker.Ovf("web01", "disk.vmdk"));
        File.Copy(_folder["made/disk.vmdk"], _folder["ds1/web01/disk.vmdk"]);

        Assert.Contains(
            Assert.Single(Summaries()).Concerns,
            concern => concern.Id == "disk-size" && concern.What == $"the disk scsi0:0 has {content.Length} bytes, and the description says {16L << 30} (ovf:capacity)");
    }

    [Fact]
    public void Files_that_macOS_and_tar_add_beside_the_description_are_ignored()
    {
        ExportMaker.Pack(
            _folder["ds1/web01.ova"],
            TarEntryFormat.Pax,
            ("export/._web01.ovf", [0, 5, 22, 7]),
            ("export/disk.vmdk", MakeDisk(MadeKind.StreamWithFooter, out _)),
            ("export/web01.ovf", Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "disk.vmdk"))));

        var summary = Assert.Single(Summaries());

        Assert.Equal("web01", summary.Name);
        Assert.DoesNotContain(summary.Concerns, concern => concern.IsBlocker);
    }

    [Fact]
    public async Task Each_VM_of_a_description_of_several_has_its_own_name_and_results()
    {
        var disk = MakeDisk(MadeKind.StreamWithFooter, out var content);
        static string System(string id, string name) =>
            $"<VirtualSystem ovf:id=\"{id}\"><Name>{name}</Name><VirtualHardwareSection>{Cpu}{Scsi}{Disk(4, "d1")}</VirtualHardwareSection></VirtualSystem>";
        _folder.Write("ds1/shop/shop.ovf", Envelope(
            """
            <References><File ovf:id="f1" ovf:href="disk.vmdk"/></References><DiskSection><Disk ovf:diskId="d1" ovf:fileRef="f1"/></DiskSection>
            <VirtualSystemCollection ovf:id="shop"><StartupSection><Item ovf:id="web" ovf:order="2"/><Item ovf:id="../db" ovf:order="1"/></StartupSection>
            """ + System("web", "Shop web") + "<VirtualSystemCollection ovf:id=\"inner\">" + System("../db", "Shop db") + "</VirtualSystemCollection></VirtualSystemCollection>"));
        await File.WriteAllBytesAsync(_folder["ds1/shop/disk.vmdk"], disk);
        Assert.Equal(["[ds1] shop/shop.ovf/web.ovf", "[ds1] shop/shop.ovf/db.ovf"], Catalog.Vms.Select(vm => vm.Id.Replace("-", "", StringComparison.Ordinal)));
        Assert.Equal(["Shop web", "Shop db"], Catalog.Vms.Select(vm => vm.DisplayName));

        await ConvertAsync();

        Assert.Contains("<name>Shop web</name>", await File.ReadAllTextAsync(_folder["out/shop/shop.ovf/web.xml"]), StringComparison.Ordinal);
        Assert.All(Catalog.Vms, vm => Assert.Equal(content, File.ReadAllBytes(Path.Combine(Path.ChangeExtension(vm.XmlPath, null), "disk.raw"))));
    }

    [Fact]
    public async Task The_environment_of_the_guest_lies_in_its_drive_when_it_is_asked_for()
    {
        var text = ExportMaker.Ovf("web01", "disk.vmdk").Replace(
            "<AnnotationSection>", "<ProductSection><Info>x</Info><Property ovf:key=\"hostname\" ovf:type=\"string\" ovf:value=\"web01\"/></ProductSection><AnnotationSection>", StringComparison.Ordinal);
        _folder.Write("ds1/web01/web01.ovf", text);
        using var run = MigrationRun.Open(Catalog.Vms, Config with { OvfEnvironment = true }, SilentRunLog.Instance, force: false);
        await run.TranslateAsync(CancellationToken.None);
        run.ThrowIfFailed();

        var iso = _folder["out/web01/web01.ovf-env.iso"];
        Assert.Contains($"<source file='{iso}'/>", await File.ReadAllTextAsync(_folder["out/web01/web01.xml"]), StringComparison.Ordinal);
        Assert.Contains("<Property oe:key=\"hostname\" oe:value=\"web01\"/>", await File.ReadAllTextAsync(iso), StringComparison.Ordinal);
    }

    private VmCatalog Catalog => VmCatalog.Scan(Config.Datastores);

    private Config Config => new()
    {
        File = "v2k.yaml",
        Format = DiskFormat.Raw,
        Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
    };

    private IReadOnlyList<VmSummary> Summaries() => InventoryReader.Read(Catalog.Vms, Config, new DatastorePaths(Config.Datastores, Config.File));

    private async Task ConvertAsync()
    {
        using var run = MigrationRun.Open(Catalog.Vms, Config, SilentRunLog.Instance, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(new NativeEngine(), CancellationToken.None);
        run.ThrowIfFailed();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private byte[] MakeDisk(MadeKind kind, out byte[] content)
    {
        content = DiskMaker.Make(Directory.CreateDirectory(_folder["made"]).FullName, kind, 7, 5_000);
        return File.ReadAllBytes(_folder["made/disk.vmdk"]);
    }
}
