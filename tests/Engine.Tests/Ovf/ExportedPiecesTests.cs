using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Stages;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;
using static V2K.Engine.Tests.Ovf.OvfText;

namespace V2K.Engine.Tests.Ovf;

/// <summary>Files of exports that cannot be read as they are, or not by every engine: each is refused by its name, with what to do.</summary>
public sealed class ExportedPiecesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("qemu-img", "compression=\"gzip\"")]
    [InlineData("qemu-img", "chunkSize=\"70000\"")]
    [InlineData("nbdcopy", "chunkSize=\"70000\"")]
    public async Task Engines_that_cannot_read_a_compressed_or_cut_disk_say_so_by_its_name(string engine, string attribute)
    {
        Qemu.Require();
        var disk = MakeDisk(out _);
        _folder.Write("ds1/web01/web01.ovf", ExportMaker.Ovf("web01", "disk.vmdk", "ovf:" + attribute));
        var isGzip = attribute.StartsWith("compression", StringComparison.Ordinal);
        foreach (var (bytes, number) in (isGzip ? [Gzip(disk)] : disk.Chunk(70_000)).Select((bytes, number) => (bytes, number)))
        {
            await File.WriteAllBytesAsync(isGzip ? _folder["ds1/web01/disk.vmdk"] : ChunkedContent.NameOf(_folder["ds1/web01/disk.vmdk"], number), bytes);
        }

        var failed = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(engine == "qemu-img" ? new QemuImgEngine(Qemu.Tools, new EngineOptions()) : new NbdCopyEngine(Qemu.Tools, new EngineOptions())));

        Assert.Contains("is compressed as a whole or split into chunks, and QEMU does not read it in place. Convert with --engine=native", failed.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/web01/disk.raw"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_piece_that_is_missing_before_another_is_named(int missing)
    {
        foreach (var (bytes, number) in MakeDisk(out _).Chunk(10_000).Select((bytes, number) => (bytes, number)).Where(chunk => chunk.number != missing))
        {
            File.WriteAllBytes(ChunkedContent.NameOf(_folder["disk.vmdk"], number), bytes);
        }

        var refused = Assert.Throws<V2KException>(() => DiskFile.OpenDisk(_folder["disk.vmdk"]));

        Assert.Equal(ChunkedContent.NameOf(_folder["disk.vmdk"], missing), refused.File);
        Assert.Contains("is missing, and the next piece of the file is there", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_without_end_are_refused()
    {
        using (var stream = File.Create(_folder["a.ova"]))
        {
            for (var i = 0; i <= 2000; i++)
            {
                stream.Write(ExportMaker.Header(ChunkedContent.NameOf("disk.vmdk", i), ExportMaker.Octal(0)));
            }
        }

        Assert.Contains(
            "is split into more than 2000 pieces", Assert.Throws<V2KException>(() => DiskFile.OpenDisk(_folder["a.ova/disk.vmdk"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com/disk.vmdk", "http")]
    [InlineData("https://example.com/disk.vmdk?sig=a%20b", "https")]
    [InlineData("file:///etc/passwd", "file")]
    public async Task A_disk_that_is_to_be_fetched_is_refused_with_where_from(string href, string scheme)
    {
        _folder.Write("ds1/web01/web01.ovf", ExportMaker.Ovf("web01", href));

        var failed = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(new NativeEngine()));

        Assert.Contains($"'{href}' is not a file of the export: its name is a link for {scheme}, which V2K does not fetch", failed.Message, StringComparison.Ordinal);
        Assert.Contains("put it beside the .ovf, and name it in href", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_disks_of_one_name_in_folders_of_an_archive_become_two_results()
    {
        var first = MakeDisk(out var content);
        var second = DiskMaker.Make(Directory.CreateDirectory(_folder["made2"]).FullName, MadeKind.StreamWithFooter, 9, 3_000);
        var text = Vm(Cpu + Scsi + Disk(4, "d1") + Disk(5, "d2", unit: "1"), root: Files.Replace("disk1.vmdk", "a/disk.vmdk", StringComparison.Ordinal).Replace("disk2.vmdk", "b/disk.vmdk", StringComparison.Ordinal));
        ExportMaker.Pack(
            _folder["ds1/web01.ova"],
            TarEntryFormat.Ustar,
            ("web01.ovf", Encoding.UTF8.GetBytes(text)),
            ("b/disk.vmdk", await File.ReadAllBytesAsync(_folder["made2/disk.vmdk"])),
            ("a/disk.vmdk", first));

        await ConvertAsync(new NativeEngine());

        var results = Directory.EnumerateFiles(_folder["out"], "*.raw", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList();
        Assert.Equal(2, results.Count);
        Assert.Contains(results, result => result.AsSpan().SequenceEqual(content));
        Assert.Contains(results, result => result.AsSpan().SequenceEqual(second));
    }

    [Fact]
    public async Task An_image_that_is_packed_without_its_holes_is_refused_by_its_name()
    {
        var ovf = Encoding.UTF8.GetBytes(ExportMaker.Ovf("web01", "disk.vmdk"));
        Directory.CreateDirectory(_folder["ds1"]);
        await File.WriteAllBytesAsync(
            _folder["ds1/web01.ova"],
            [
                .. ExportMaker.Header("web01.ovf", ExportMaker.Octal(ovf.Length)), .. ovf, .. new byte[511 - ((ovf.Length + 511) % 512)],
                .. ExportMaker.Header("disk.vmdk", ExportMaker.Octal(0), 'S'), .. new byte[1024],
            ]);

        var failed = await Assert.ThrowsAsync<V2KException>(() => ConvertAsync(new NativeEngine()));

        Assert.Contains("stores disk.vmdk without its holes, so it cannot be read in place", failed.Message, StringComparison.Ordinal);
    }

    private byte[] MakeDisk(out byte[] content)
    {
        content = DiskMaker.Make(Directory.CreateDirectory(_folder["made"]).FullName, MadeKind.StreamWithFooter, 7, 5_000);
        return File.ReadAllBytes(_folder["made/disk.vmdk"]);
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

    private async Task ConvertAsync(ICopyEngine engine)
    {
        var config = new Config
        {
            File = "v2k.yaml",
            Format = DiskFormat.Raw,
            Datastores = [new Datastore("ds1", ["/vmfs/volumes/ds1"], _folder["ds1"], _folder["out"])],
        };
        using var run = MigrationRun.Open(VmCatalog.Scan(config.Datastores).Vms, config, SilentRunLog.Instance, force: false);
        await run.TranslateAsync(CancellationToken.None);
        await run.ConvertAsync(engine, CancellationToken.None);
        run.ThrowIfFailed();
    }
}
