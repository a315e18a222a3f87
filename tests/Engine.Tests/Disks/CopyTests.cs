using CsCheck;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

public sealed class CopyTests
{
    private static readonly Gen<(MadeKind Kind, int Seed, int Sectors)> Disks =
        Gen.Select(Gen.Enum<MadeKind>(), Gen.Int[1, 1_000_000], Gen.Int[1, 12_000]);

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task Random_disks_of_every_kind_come_out_of_the_native_engine_byte_for_byte(DiskFormat format) =>
        await Disks.SampleAsync(
            async made =>
            {
                using var folder = new TempFolder();
                var expected = DiskMaker.Make(folder.Path, made.Kind, made.Seed, made.Sectors);
                var outcome = await Copy(folder, format, 4096 << (made.Seed % 6));

                Assert.Equal(expected.Length, outcome.VirtualSize);
                var target = folder.File("out");
                var actual = format is DiskFormat.Raw ? await File.ReadAllBytesAsync(target) : Qcow2Reader.Read(target);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
                Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-partial"));
            },
            iter: 150,
            threads: 2);

    [SkippableTheory]
    [InlineData("monolithicSparse")]
    [InlineData("monolithicFlat")]
    [InlineData("twoGbMaxExtentSparse")]
    [InlineData("twoGbMaxExtentFlat")]
    [InlineData("streamOptimized")]
    public async Task Disks_that_qemu_made_are_read_as_qemu_reads_them(string subformat)
    {
        Qemu.Require();
        using var folder = new TempFolder();
        var content = Layout.Random(5, 20_000, 16).Content;
        await File.WriteAllBytesAsync(folder.File("content"), content);
        await Qemu.Run("convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=" + subformat, folder.File("content"), folder.File("disk.vmdk"));

        await Copy(folder, DiskFormat.Raw);

        Assert.Equal(content, await File.ReadAllBytesAsync(folder.File("out")));
        Assert.Equal(subformat, DiskSummary.Read(folder.File("disk.vmdk"), new FolderPaths(folder.Path)).Kind);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(1024)]
    [InlineData(8192)]
    public async Task Compressed_grains_of_any_size_are_inflated(int grainSectors)
    {
        using var folder = new TempFolder();
        const int Sectors = 30_000;
        var layout = Layout.Random(grainSectors, Sectors, grainSectors);
        HostedSparse.WriteStream(folder.File("disk.vmdk"), layout, DiskMaker.Text("streamOptimized", $"RW {Sectors} SPARSE \"disk.vmdk\""), footer: true);

        await Copy(folder, DiskFormat.Raw);

        var actual = await File.ReadAllBytesAsync(folder.File("out"));
        Assert.True(layout.Content.AsSpan().SequenceEqual(actual), $"differs at byte {layout.Content.AsSpan().CommonPrefixLength(actual)}");
    }

    private static Task<CopyOutcome> Copy(TempFolder folder, DiskFormat format, int cluster = 65536) =>
        new NativeEngine().CopyAsync(
            new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format) { ClusterSize = cluster, Parallel = 3 },
            progress: null,
            CancellationToken.None);
}
