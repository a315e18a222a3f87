using CsCheck;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Interop;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

/// <summary>Copies around the page cache, in a folder on a disk: memory has no cache to go around.</summary>
public sealed class DirectTests(PlainFileSystem plain) : IClassFixture<PlainFileSystem>
{
    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task Random_disks_of_every_kind_come_out_byte_for_byte(DiskFormat format) =>
        await Gen.Select(Gen.Enum<MadeKind>(), Gen.Int[1, 1_000_000], Gen.Int[1, 12_000]).SampleAsync(
            async (kind, seed, sectors) =>
            {
                using var folder = new TempFolder(Path.GetTempPath());
                var expected = DiskMaker.Make(folder.Path, kind, seed, sectors);
                var job = Job(folder, format) with { ClusterSize = 4096 << (seed % 6) };

                await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

                AssertContent(expected, job);
            },
            iter: 40,
            threads: 2);

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_cancelled_copy_resumes(DiskFormat format)
    {
        using var folder = new TempFolder(Path.GetTempPath());
        var expected = DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 5, 60_001);
        var job = Job(folder, format) with { CheckpointInterval = TimeSpan.Zero, ProgressInterval = TimeSpan.Zero };
        using (var cancellation = new CancellationTokenSource())
        {
            var reports = 0;
            var impatient = new Each(() =>
            {
                if (Interlocked.Increment(ref reports) == 6)
                {
                    cancellation.Cancel();
                }
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new NativeEngine().CopyAsync(job, impatient, cancellation.Token));
        }

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.True(outcome.ResumedAt > 0);
        AssertContent(expected, job);
    }

    [SkippableTheory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_file_system_without_direct_access_is_copied_through_the_page_cache_with_a_note(DiskFormat format)
    {
        using var folder = new TempFolder(plain.Require());
        var expected = DiskMaker.Make(folder.Path, MadeKind.MonolithicSparse, 5, 9_001);

        // A ramfs says that it has no room at all.
        var job = Job(folder, format) with { CheckSpace = false };

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal("through the page cache, because a file system here does not support direct I/O", outcome.Note);
        AssertContent(expected, job);
    }

    [Fact]
    public async Task A_request_that_was_granted_in_full_needs_no_note()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 5, 9_001);

        var outcome = await new NativeEngine().CopyAsync(Job(folder, DiskFormat.Raw), null, CancellationToken.None);

        Assert.Null(outcome.Note);
    }

    [Fact]
    public void Only_aligned_requests_are_taken_and_the_others_left_to_the_page_cache()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        using var file = File.OpenHandle(folder.File("file"), FileMode.Create, FileAccess.ReadWrite);
        var memory = DirectFile.AllocateMemory(8192);
        new Random(1).NextBytes(memory);
        using var writing = DirectFile.TryOpen(file, FileAccess.Write, isInsisted: true)!;
        using var reading = DirectFile.TryOpen(file, FileAccess.Read, isInsisted: true)!;

        Assert.False(writing.TryWrite(memory, 1), "an odd place");
        Assert.False(writing.TryWrite(memory.AsSpan(0, 100), 0), "an odd length");
        Assert.False(writing.TryWrite(memory.AsSpan(1, 4096), 0), "odd memory");
        Assert.False(writing.TryWrite([], 0), "nothing");
        Assert.True(writing.TryWrite(memory, 0));

        RandomAccess.SetLength(file, 5000);
        var read = DirectFile.AllocateMemory(8192);
        Assert.Null(reading.TryRead(read, 1));
        Assert.Equal(5000, reading.TryRead(read, 0));
        Assert.Equal(memory[..5000], read[..5000]);
    }

    private static CopyJob Job(TempFolder folder, DiskFormat format) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format) { Cache = CacheMode.Direct, Parallel = 2 };

    private static void AssertContent(byte[] expected, CopyJob job)
    {
        var actual = job.Format is DiskFormat.Raw ? File.ReadAllBytes(job.Target) : Qcow2Reader.Read(job.Target);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
    }

    private sealed class Each(Action action) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => action();
    }
}
