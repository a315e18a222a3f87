using CsCheck;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Verifying;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

public sealed class ChecksumTests(ReflinkFileSystem fileSystem) : IClassFixture<ReflinkFileSystem>
{
    private const int Sectors = 20_000;

    [Fact]
    public async Task A_copy_records_the_checksums_of_what_the_guest_sees_whatever_it_is_copied_from() =>
        await Gen.Select(Gen.Enum<MadeKind>(), Gen.Int[1, 100_000], Gen.Int[1, 12_000], Gen.Enum<DiskFormat>()).SampleAsync(
            async (kind, seed, sectors, format) =>
            {
                using var folder = new TempFolder();
                var expected = DiskMaker.Make(folder.Path, kind, seed, sectors);

                // Clusters of 2 MiB make chunks of several leaves.
                var job = Job(folder, format) with { ClusterSize = 65536 << (seed % 6) };
                var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

                Assert.Equal(WholeOf(expected), outcome.Checksums!.Whole);
            },
            iter: 30,
            threads: 2);

    [Theory]
    [InlineData(false, true, ChangedSide.Target)]
    [InlineData(true, false, ChangedSide.Source)]
    [InlineData(true, true, ChangedSide.Both)]
    public async Task The_side_that_has_changed_since_the_copy_is_named(bool source, bool target, ChangedSide expected)
    {
        using var folder = new TempFolder();
        var job = await Copied(folder, new NativeEngine());
        Spoil(folder.File("disk-flat.vmdk"), source ? [6_000_000] : []);
        Spoil(job.Target, target ? [6_000_001] : []);

        var verdict = await DiskVerifier.VerifyAsync(job, null, CancellationToken.None);

        Assert.Equal(expected, verdict.Changed);
        Assert.Equal(source ? 6_000_000 : 6_000_001, verdict.FirstDifference);
        Assert.NotNull(verdict.Recorded);
        Assert.Null(verdict.Checksum);
    }

    [SkippableFact]
    public async Task After_an_engine_without_checksums_the_first_comparison_makes_them()
    {
        Qemu.Require();
        using var folder = new TempFolder();
        var job = await Copied(folder, new QemuImgEngine(Qemu.Tools, new EngineOptions()));

        var first = await DiskVerifier.VerifyAsync(job, null, CancellationToken.None);
        Assert.Null(first.Recorded);
        Assert.Equal(WholeOf(await File.ReadAllBytesAsync(folder.File("disk-flat.vmdk"))), first.Checksum);

        Spoil(job.Target, [7]);
        Assert.Equal(ChangedSide.Target, (await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).Changed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("half a wri")]
    [InlineData("""{"version":1,"algorithm":"","recorded":"2020-01-01T00:00:00Z","virtualSize":10240000,"blockLength":1,"whole":null,"blocks":"AAAA"}""")]
    public async Task Without_a_record_that_makes_sense_the_bytes_alone_decide(string? record)
    {
        using var folder = new TempFolder();
        var job = await Copied(folder, new NativeEngine());
        File.Delete(job.ChecksumPath!);
        if (record is not null)
        {
            await File.WriteAllTextAsync(job.ChecksumPath!, record);
        }

        Spoil(job.Target, [9_999_999]);
        var verdict = await DiskVerifier.VerifyAsync(job, null, CancellationToken.None);

        Assert.Equal((9_999_999, ChangedSide.Unknown, null), (verdict.FirstDifference, verdict.Changed, verdict.Recorded));
    }

    [SkippableFact]
    public async Task Shared_blocks_are_not_read_for_their_checksum_but_compared_and_then_known()
    {
        using var folder = new TempFolder(fileSystem.Require());
        var job = Job(folder, DiskFormat.Qcow2) with { ClusterSize = 4096 };
        var content = DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, Sectors);
        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        Assert.Null(outcome.Checksums!.Whole);
        Assert.InRange(outcome.Checksums.KnownBlocks, 0, outcome.Checksums.Blocks - 1);
        ChecksumFile.Write(job.ChecksumPath!, outcome.Checksums);

        Assert.Equal(WholeOf(content), (await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).Checksum);

        var place = Array.FindLastIndex(content, b => b != 0);
        Spoil(job.Target, [Qcow2Reader.PositionOf(job.Target, place)]);
        var verdict = await DiskVerifier.VerifyAsync(job, null, CancellationToken.None);
        Assert.Equal((place, ChangedSide.Target), (verdict.FirstDifference, verdict.Changed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40L << 30)]
    [InlineData((2L << 40) - 512)]
    [InlineData(64L << 40)]
    public void However_large_the_disk_the_record_stays_small(long virtualSize)
    {
        var checksums = new ContentChecksums(virtualSize);

        Assert.InRange(checksums.Blocks, 1, 1 << 20);
        Assert.True(checksums.BlockLength * checksums.Blocks >= virtualSize);
        Assert.Empty(checksums.Save());
    }

    [Fact]
    public void Saved_state_is_loaded_unchanged() =>
        Gen.Select(Gen.Long[1, 3L << 40], Gen.Long[0, 1 << 20].Array[0, 20], Gen.Byte).Sample((virtualSize, places, fill) =>
        {
            var checksums = new ContentChecksums(virtualSize);
            foreach (var place in places)
            {
                var offset = place * ContentChecksums.LeafLength % virtualSize / ContentChecksums.LeafLength * ContentChecksums.LeafLength;
                if (place % 5 == 0)
                {
                    checksums.LeaveOut(offset, offset + 1);
                }
                else
                {
                    checksums.Add(offset, [fill, (byte)place]);
                }
            }

            var loaded = ContentChecksums.Load(virtualSize, checksums.Save())!;

            Assert.Equal(checksums.KnownBlocks, loaded.KnownBlocks);
            Assert.Equal(checksums.Whole, loaded.Whole);
            Assert.Equal(checksums.Save(), loaded.Save());
        });

    [Fact]
    public void Two_leaves_that_change_places_change_the_checksum()
    {
        var (a, b) = (new byte[ContentChecksums.LeafLength], new byte[ContentChecksums.LeafLength]);
        a.AsSpan().Fill(1);
        b.AsSpan().Fill(2);

        Assert.NotEqual(WholeOf([.. a, .. b]), WholeOf([.. b, .. a]));
        Assert.NotEqual(WholeOf(a), WholeOf([.. a, 0]));
    }

    /// <summary>The checksum of <paramref name="content"/>, leaf by leaf.</summary>
    internal static string? WholeOf(byte[] content)
    {
        var checksums = new ContentChecksums(content.Length);
        for (var offset = 0; offset < content.Length; offset += ContentChecksums.LeafLength)
        {
            checksums.Add(offset, content.AsSpan(offset, Math.Min(ContentChecksums.LeafLength, content.Length - offset)));
        }

        return checksums.Whole;
    }

    private static async Task<CopyJob> Copied(TempFolder folder, ICopyEngine engine)
    {
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, Sectors);
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), content);
        var job = Job(folder, DiskFormat.Raw);
        if ((await engine.CopyAsync(job, null, CancellationToken.None)).Checksums is { } checksums)
        {
            ChecksumFile.Write(job.ChecksumPath!, checksums);
        }

        return job;
    }

    private static CopyJob Job(TempFolder folder, DiskFormat format) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format)
        {
            Parallel = 3,
            ChecksumPath = folder.File("out.checksums"),
        };

    private static void Spoil(string path, long[] places)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[1];
        foreach (var place in places)
        {
            RandomAccess.Read(file, bytes, place);
            bytes[0] ^= 0x55;
            RandomAccess.Write(file, bytes, place);
        }
    }
}
