using CsCheck;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class VerifyTests
{
    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_copy_is_identical_until_a_byte_of_it_changes_and_then_that_byte_is_named(DiskFormat format) =>
        await Gen.Select(Gen.Enum<MadeKind>(), Gen.Int[1, 100_000], Gen.Int[1, 12_000]).SampleAsync(
            async (kind, seed, sectors) =>
            {
                using var folder = new TempFolder();
                var expected = DiskMaker.Make(folder.Path, kind, seed, sectors);
                var job = Job(folder, format);
                await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

                var verdict = await DiskVerifier.VerifyAsync(job, null, CancellationToken.None);
                Assert.Null(verdict.FirstDifference);
                Assert.Equal(expected.Length, verdict.VirtualSize);

                // A stored byte that is not zero, in the target as in the source.
                var place = Array.FindLastIndex(expected, b => b != 0);
                if (place >= 0)
                {
                    Spoil(job, place);
                    Assert.Equal(place, (await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
                }
            },
            iter: 40,
            threads: 2);

    [Fact]
    public async Task Of_two_differences_the_first_is_named()
    {
        using var folder = new TempFolder();
        var job = Job(folder, DiskFormat.Raw);
        var content = DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 40_000);
        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        Spoil(job, content.Length - 1);
        Spoil(job, 5_000_000);

        var verdict = await DiskVerifier.VerifyAsync(job, null, CancellationToken.None);

        Assert.Equal(5_000_000, verdict.FirstDifference);
    }

    [Fact]
    public async Task Data_where_the_source_has_none_is_a_difference()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", "RW 10000 ZERO"));
        var job = Job(folder, DiskFormat.Raw);
        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        Spoil(job, 4_000_000);

        Assert.Equal(4_000_000, (await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
    }

    [SkippableFact]
    public async Task A_disk_that_qemu_img_wrote_is_verified_too()
    {
        Qemu.Require();
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 3, 20_000);
        var job = Job(folder, DiskFormat.Qcow2);
        await new QemuImgEngine(Qemu.Tools, new EngineOptions()).CopyAsync(job, null, CancellationToken.None);

        Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
    }

    [Theory]
    [InlineData(0, 0, "is not a qcow2 image of version 3")]
    [InlineData(7, 2, "is not a qcow2 image of version 3")]
    [InlineData(15, 1, "has a backing file, is encrypted, or needs unknown features")]
    [InlineData(23, 63, "has invalid sizes in its header")]
    [InlineData(36, 0x7F, "has invalid sizes in its header")]
    [InlineData(39, 0, "the L1 table is too short for the disk")]
    [InlineData(41, 0xFF, "the L1 table should be at byte")]
    public async Task A_target_that_is_no_image_of_ours_is_refused(int offset, byte value, string expected)
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 100);
        var job = Job(folder, DiskFormat.Qcow2);
        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        using (var file = File.OpenHandle(job.Target, FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(file, [value], offset);
        }

        var refusal = await Assert.ThrowsAsync<V2KException>(() => DiskVerifier.VerifyAsync(job, null, CancellationToken.None));

        Assert.Contains(expected, refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_of_another_size_is_refused_with_both_sizes()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 100);
        var job = Job(folder, DiskFormat.Raw);
        await File.WriteAllBytesAsync(job.Target, new byte[512]);

        var refusal = await Assert.ThrowsAsync<V2KException>(() => DiskVerifier.VerifyAsync(job, null, CancellationToken.None));

        Assert.Contains("has 512 bytes, but its source", refusal.What, StringComparison.Ordinal);
    }

    private static CopyJob Job(TempFolder folder, DiskFormat format) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format) { Parallel = 3 };

    /// <summary>Changes one byte of the virtual disk.</summary>
    private static void Spoil(CopyJob job, long offset)
    {
        var position = job.Format is DiskFormat.Raw ? offset : Qcow2Reader.PositionOf(job.Target, offset);
        using var file = File.OpenHandle(job.Target, FileMode.Open, FileAccess.ReadWrite);
        var bytes = new byte[1];
        RandomAccess.Read(file, bytes, position);
        bytes[0] ^= 0x55;
        RandomAccess.Write(file, bytes, position);
    }
}
