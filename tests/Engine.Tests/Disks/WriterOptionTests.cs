using CsCheck;
using V2K.Engine.Configuration;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Scheduling;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class WriterOptionTests
{
    [Theory]
    [InlineData(Compression.Zlib)]
    [InlineData(Compression.Zstd)]
    public async Task Compressed_clusters_of_any_size_hold_every_byte_and_are_counted_right(Compression compression) =>
        await Gen.Select(Gen.Enum<MadeKind>(), Gen.Int[1, 100_000], Gen.Int[1, 30_000], Gen.Int[0, 9], Gen.Int[1, 3]).SampleAsync(
            async (kind, seed, sectors, bits, workers) =>
            {
                using var folder = new TempFolder();
                var expected = DiskMaker.Make(folder.Path, kind, seed, sectors);
                var job = Job(folder) with { Compression = compression, ClusterSize = 4096 << bits, Parallel = workers };
                await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

                var actual = Qcow2Reader.Read(job.Target);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
                Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
            },
            iter: 30,
            threads: 2);

    [SkippableTheory]
    [InlineData(Compression.Zlib, Preallocation.Off, 65536)]
    [InlineData(Compression.Zstd, Preallocation.Off, 65536)]
    [InlineData(Compression.Zlib, Preallocation.Off, 2 << 20)]
    [InlineData(Compression.Zstd, Preallocation.Off, 4096)]
    [InlineData(Compression.None, Preallocation.Metadata, 65536)]
    [InlineData(Compression.None, Preallocation.Metadata, 4096)]
    [InlineData(Compression.None, Preallocation.Falloc, 65536)]
    [InlineData(Compression.None, Preallocation.Off, 2 << 20)]
    public async Task Qemu_finds_every_way_of_writing_sound_and_identical(Compression compression, Preallocation preallocation, int cluster)
    {
        Qemu.Require();
        using var folder = new TempFolder();

        // Three of the largest clusters and a part of one; three L2 tables of the smallest. More costs minutes: qemu-img inflates a cluster once for each piece of it.
        DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 5, 12_301);
        foreach (ICopyEngine engine in new ICopyEngine[] { new NativeEngine(), new QemuImgEngine(Qemu.Tools, new EngineOptions()) })
        {
            var job = Job(folder) with { Compression = compression, Preallocation = preallocation, ClusterSize = cluster };
            await engine.CopyAsync(job, null, CancellationToken.None);

            await Qemu.Run("check", "-f", "qcow2", job.Target);
            await Qemu.Compare(folder.File("disk.vmdk"), "qcow2", job.Target);
            Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
        }
    }

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task Falloc_reserves_all_of_the_disk(DiskFormat format)
    {
        using var folder = new TempFolder();
        var size = DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 5, 60_000).Length;
        var job = Job(folder) with { Format = format, Preallocation = Preallocation.Falloc };

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.InRange(outcome.TargetBytes, size, size + (4 << 20));
        Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
    }

    [Theory]
    [InlineData(Compression.Zlib)]
    [InlineData(Compression.Zstd)]
    public async Task Compressible_clusters_are_compressed_and_others_are_stored_plain(Compression compression)
    {
        using var folder = new TempFolder();
        const int Half = 20 << 20;
        var content = new byte[2 * Half];
        for (var i = 0; i < Half; i++)
        {
            content[i] = (byte)(i >> 8);
        }

        new Random(1).NextBytes(content.AsSpan(Half));
        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), content);
        await File.WriteAllTextAsync(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", $"RW {content.Length / 512} VMFS \"disk-flat.vmdk\""));

        var outcome = await new NativeEngine().CopyAsync(Job(folder) with { Compression = compression }, null, CancellationToken.None);

        // The noise, less than a tenth of the rest, and the tables.
        Assert.InRange(outcome.TargetBytes, Half, Half + Half / 10 + (1 << 20));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(72)]
    public async Task A_damaged_compressed_cluster_is_reported_with_its_offset(int from)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 100);
        var text = new byte[100 * 512];
        text.AsSpan(7).Fill(1);
        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), text);
        var job = Job(folder) with { Compression = from == 64 ? Compression.Zlib : Compression.Zstd };
        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        using (var file = File.OpenHandle(job.Target, FileMode.Open, FileAccess.Write))
        {
            // Behind header and L1 table.
            RandomAccess.Write(file, [0xFF, 0xFF, 0xFF, 0xFF], 2 * 65536);
        }

        var failure = await Assert.ThrowsAsync<V2KException>(() => DiskVerifier.VerifyAsync(job, null, CancellationToken.None));

        Assert.Contains("a compressed cluster at byte 131072 is damaged", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DiskFormat.Raw, Compression.Zstd, 65536, Preallocation.Off, EngineKind.Native, "--compress: a raw disk")]
    [InlineData(DiskFormat.Raw, Compression.None, 4096, Preallocation.Off, EngineKind.Native, "--cluster-size: a raw disk has no clusters")]
    [InlineData(DiskFormat.Raw, Compression.None, 65536, Preallocation.Metadata, EngineKind.Native, "--preallocation: a raw disk has no metadata")]
    [InlineData(DiskFormat.Qcow2, Compression.Zlib, 65536, Preallocation.Falloc, EngineKind.Native, "--preallocation: the position of compressed clusters is unknown")]
    [InlineData(DiskFormat.Qcow2, Compression.Zlib, 65536, Preallocation.Off, EngineKind.NbdCopy, "--compress: nbdcopy")]
    public void Choices_that_exclude_each_other_are_refused_in_one_line(
        DiskFormat format, Compression compression, int cluster, Preallocation preallocation, EngineKind engine, string expected)
    {
        var config = new Config
        {
            File = "v2k.yaml",
            Datastores = [],
            Format = format,
            Compression = compression,
            ClusterSize = cluster,
            Preallocation = preallocation,
            Engine = engine,
        };

        Assert.StartsWith(expected, Assert.Throws<V2KException>(() => WriterChecks.Require(config)).Message, StringComparison.Ordinal);
        WriterChecks.Require(config with { Compression = Compression.None, ClusterSize = 65536, Preallocation = Preallocation.Off });
    }

    [Fact]
    public void A_bandwidth_is_refused_for_engines_that_do_not_keep_to_it()
    {
        var config = new Config { File = "v2k.yaml", Datastores = [], Budgets = new Budgets { Host = new HostBudget { BytesPerSecond = 1 << 20 } } };

        WriterChecks.Require(config);
        var failure = Assert.Throws<V2KException>(() => WriterChecks.Require(config with { Engine = EngineKind.QemuImg }));
        Assert.StartsWith("bandwidth: only the native engine keeps to a bandwidth", failure.Message, StringComparison.Ordinal);
    }

    private static CopyJob Job(TempFolder folder) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), DiskFormat.Qcow2) { Parallel = 3 };
}
