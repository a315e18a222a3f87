using CsCheck;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class ResumeTests
{
    private static readonly MadeKind[] Kinds =
        [MadeKind.VmfsFlat, MadeKind.MonolithicSparse, MadeKind.StreamWithFooter, MadeKind.CowdDelta, MadeKind.DeltaOverDeltaOverStream];

    [Theory]
    [InlineData(DiskFormat.Raw, Compression.None, Preallocation.Off)]
    [InlineData(DiskFormat.Raw, Compression.None, Preallocation.Falloc)]
    [InlineData(DiskFormat.Qcow2, Compression.None, Preallocation.Off)]
    [InlineData(DiskFormat.Qcow2, Compression.None, Preallocation.Metadata)]
    [InlineData(DiskFormat.Qcow2, Compression.Zlib, Preallocation.Off)]
    [InlineData(DiskFormat.Qcow2, Compression.Zstd, Preallocation.Off)]
    public async Task A_copy_interrupted_anywhere_resumes_and_is_identical_to_its_source(
        DiskFormat format, Compression compression, Preallocation preallocation)
    {
        var resumed = 0;
        await Gen.Select(Gen.Int[0, Kinds.Length - 1].Select(i => Kinds[i]), Gen.Int[1, 100_000], Gen.Int[1, 6], Gen.Int[1, 3]).SampleAsync(
            async (kind, seed, breaks, workers) =>
            {
                using var folder = new TempFolder();
                var expected = DiskMaker.Make(folder.Path, kind, seed, 40_000);
                var job = Job(folder, format) with
                {
                    Parallel = workers,
                    ClusterSize = 4096 << (seed % 6),
                    Compression = compression,
                    Preallocation = preallocation,
                };
                for (var i = 1; i < breaks; i++)
                {
                    await BreakOff(job, afterReports: 1 + seed % 5, hasCheckpoint: false);
                }

                await BreakOff(job, afterReports: 1 + seed % 5);

                var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

                Interlocked.Add(ref resumed, outcome.ResumedAt > 0 ? 1 : 0);
                var actual = format is DiskFormat.Raw ? await File.ReadAllBytesAsync(job.Target) : Qcow2Reader.Read(job.Target);
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
                Assert.Equal(ChecksumTests.WholeOf(expected), outcome.Checksums!.Whole);
                Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-*"));
            },
            iter: 12,
            threads: 2);
        Assert.True(resumed > 2, $"only {resumed} of 12 copies had anything to go on from");
    }

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_cancelled_copy_loses_nothing_that_was_copied(DiskFormat format)
    {
        using var folder = new TempFolder();
        var expected = DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 100_000);
        var job = Job(folder, format) with { CheckpointInterval = TimeSpan.FromHours(1) };
        using var cancellation = new CancellationTokenSource();
        var impatient = new Impatience(cancellation, after: 9);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new NativeEngine().CopyAsync(job, impatient, cancellation.Token));
        Assert.False(File.Exists(job.Target));
        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        // Bytes with data that were done cannot be more than the bytes of the disk before the place where they end.
        Assert.InRange(outcome.ResumedAt, Math.Max(1, impatient.Done), expected.Length - 1);
        var actual = format is DiskFormat.Raw ? await File.ReadAllBytesAsync(job.Target) : Qcow2Reader.Read(job.Target);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
        Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-*"));
    }

    [Fact]
    public async Task A_source_that_has_changed_since_is_copied_from_the_beginning()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 1, 40_000);
        var job = Job(folder, DiskFormat.Qcow2);
        await BreakOff(job, afterReports: 4);
        Assert.True(File.Exists(job.Target + ".v2k-checkpoint"));

        var content = new byte[40_000 * 512];
        new Random(9).NextBytes(content);
        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), content);
        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal(0, outcome.ResumedAt);
        Assert.Equal(content, Qcow2Reader.Read(job.Target));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("half a wri")]
    public async Task A_checkpoint_that_makes_no_sense_is_not_gone_on_from(string text)
    {
        using var folder = new TempFolder();
        var expected = DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 1, 40_000);
        var job = Job(folder, DiskFormat.Qcow2);
        await BreakOff(job, afterReports: 4);
        await File.WriteAllTextAsync(job.Target + ".v2k-checkpoint", text);

        await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal(expected, Qcow2Reader.Read(job.Target));
    }

    [Fact]
    public async Task A_copy_with_resume_off_ignores_the_checkpoint()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 1, 40_000);
        var job = Job(folder, DiskFormat.Raw);
        await BreakOff(job, afterReports: 4);

        var outcome = await new NativeEngine().CopyAsync(job with { Resume = false }, null, CancellationToken.None);

        Assert.Equal(0, outcome.ResumedAt);
    }

    private static CopyJob Job(TempFolder folder, DiskFormat format) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format)
        {
            Parallel = 2,
            CheckpointInterval = TimeSpan.Zero,
            ProgressInterval = TimeSpan.Zero,
        };

    /// <summary>Fails a worker in the middle of its work, as a crash would, though it may also come too late.</summary>
    /// <param name="job">What is copied.</param>
    /// <param name="afterReports">How many reports there must have been.</param>
    /// <param name="hasCheckpoint">Whether there must be something to go on from as well, in whichever order the workers come to run.</param>
    private static async Task BreakOff(CopyJob job, int afterReports, bool hasCheckpoint = true)
    {
        try
        {
            await new NativeEngine().CopyAsync(
                job, new Crash(afterReports, hasCheckpoint ? job.Target + ".v2k-checkpoint" : null), CancellationToken.None);
        }
        catch (V2KException e) when (e.What == Crash.What)
        {
            // As it should be.
        }

        // The crash came too late, if it is there.
        File.Delete(job.Target);
    }

    /// <summary>Cancels after some reports, and notes the last.</summary>
    private sealed class Impatience(CancellationTokenSource cancellation, int after) : IProgress<CopyProgress>
    {
        private readonly Lock _gate = new();
        private int _reports;

        public long Done { get; private set; }

        public void Report(CopyProgress value)
        {
            lock (_gate)
            {
                Done = Math.Max(Done, value.Done);
                if (++_reports == after)
                {
                    cancellation.Cancel();
                }
            }
        }
    }

    private sealed class Crash(int after, string? checkpoint) : IProgress<CopyProgress>
    {
        public const string What = "a crash";

        private int _reports;

        public void Report(CopyProgress value)
        {
            if (Interlocked.Increment(ref _reports) >= after && (checkpoint is null || File.Exists(checkpoint)))
            {
                throw new V2KException(What, "None");
            }
        }
    }
}
