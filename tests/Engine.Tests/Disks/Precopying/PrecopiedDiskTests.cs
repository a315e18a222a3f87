using CsCheck;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Precopying;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Precopying;

/// <summary>A disk that is copied ahead, brought up to newer snapshots, interrupted, and completed.</summary>
public sealed class PrecopiedDiskTests(ReflinkFileSystem fileSystem) : IClassFixture<ReflinkFileSystem>
{
    private const int Sectors = 6000;

    [Theory]
    [InlineData(DiskFormat.Raw, Preallocation.Off)]
    [InlineData(DiskFormat.Raw, Preallocation.Falloc)]
    [InlineData(DiskFormat.Qcow2, Preallocation.Off)]
    [InlineData(DiskFormat.Qcow2, Preallocation.Falloc)]
    public async Task Brought_up_in_steps_and_interrupted_anywhere_it_comes_out_byte_for_byte(DiskFormat format, Preallocation preallocation)
    {
        var interrupted = 0;
        await Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[1, 3]).SampleAsync(
            async (seed, frozen, newer, breaks, workers) =>
            {
                using var folder = new TempFolder();
                var chain = new GrowingChain(folder.Path, "web01", seed, Sectors);
                for (var i = 0; i < frozen; i++)
                {
                    chain.Snapshot(seed + i);
                }

                var disk = Disk(folder);
                var job = Job(folder, chain, format) with { Preallocation = preallocation, ClusterSize = 4096 << (seed % 6), Parallel = workers };
                await PrecopyAsync(disk, job);
                for (var i = 0; i < newer; i++)
                {
                    chain.Snapshot(seed + 10 + i);
                    job = job with { Source = chain.Newest };
                    for (var crash = 0; crash < breaks; crash++)
                    {
                        Interlocked.Add(ref interrupted, await BreakOffAsync(disk, job, afterReports: 1 + (seed + crash) % 9) ? 1 : 0);
                    }

                    // Sometimes several snapshots are written at once, the interrupted one among them.
                    if ((seed + i) % 3 != 0)
                    {
                        await BringUpAsync(disk, job);
                    }
                }

                await CompleteAsync(disk, job);

                AssertHolds(chain.Content, job);
                Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-*"));
            },
            iter: 15,
            threads: 2);
        Assert.True(interrupted > 2, $"only {interrupted} times was anything interrupted");
    }

    [SkippableTheory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task On_a_file_system_that_shares_blocks_it_comes_out_byte_for_byte(DiskFormat format)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            using var folder = new TempFolder(fileSystem.Require());
            var chain = new GrowingChain(folder.Path, "web01", seed, Sectors);
            var disk = Disk(folder);
            await PrecopyAsync(disk, Job(folder, chain, format));
            chain.Snapshot(seed);
            chain.Snapshot(seed + 1);

            await CompleteAsync(disk, Job(folder, chain, format));

            AssertHolds(chain.Content, Job(folder, chain, format));
        }
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task QEMU_reads_the_same_from_source_and_target(int seed)
    {
        Qemu.Require();
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2 * seed, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Qcow2));
        chain.Snapshot(seed);

        await CompleteAsync(disk, Job(folder, chain, DiskFormat.Qcow2));

        await File.WriteAllBytesAsync(folder["expected"], chain.Content);
        await Qemu.Run("check", "-f", "qcow2", folder["out"]);
        await Qemu.Run("compare", "-f", "raw", "-F", "qcow2", folder["expected"], folder["out"]);
    }

    [Fact]
    public async Task Completing_it_reads_and_writes_what_the_delta_holds_and_nothing_of_the_base()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 3, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        var stored = chain.Snapshot(4);

        // The base's grain tables and grains become junk, and nobody sees it: only descriptor and header are looked at.
        var path = chain.PathOf(0);
        var modified = File.GetLastWriteTimeUtc(path);
        await using (var file = File.OpenWrite(path))
        {
            file.Position = 64 << 10;
            var junk = new byte[file.Length - file.Position];
            new Random(1).NextBytes(junk);
            file.Write(junk);
        }

        File.SetLastWriteTimeUtc(path, modified);
        var outcome = await CompleteAsync(disk, Job(folder, chain, DiskFormat.Raw));

        Assert.Equal(stored, outcome.DataBytes);
        AssertHolds(chain.Content, Job(folder, chain, DiskFormat.Raw));
    }

    [Fact]
    public async Task Checksums_of_what_the_delta_does_not_touch_stay_known()
    {
        using var folder = new TempFolder();
        const int Large = 40_000;
        var chain = new GrowingChain(folder.Path, "web01", 2, Large);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        var layout = new Layout(Large, 8, new GrainState[Large / 8], new byte[Large * 512]);
        layout.Grains[300] = GrainState.Stored;
        layout.Grain(300).Fill(7);
        EsxSparse.WriteSeSparse(folder["web01-000001-sesparse.vmdk"], layout);
        var text = DiskMaker.Text("seSparse", $"RW {Large} SESPARSE \"web01-000001-sesparse.vmdk\"", "web01.vmdk");
        var job = Job(folder, chain, DiskFormat.Raw) with { Source = folder.Write("web01-000001.vmdk", text) };

        var outcome = await CompleteAsync(disk, job);

        var expected = new ContentChecksums(outcome.VirtualSize);
        expected.Add(0, layout.Over(chain.Content));
        Assert.Equal(outcome.Checksums!.Blocks - 1, outcome.Checksums.KnownBlocks);
        var touched = (int)(300 * 4096L / expected.BlockLength);
        Assert.All(
            Enumerable.Range(0, expected.Blocks).Where(block => block != touched),
            block => Assert.Equal(expected[block], outcome.Checksums[block]));
    }

    [Fact]
    public async Task A_snapshot_that_was_reverted_after_an_interruption_makes_it_useless()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        chain.Snapshot(1);
        Assert.True(await BreakOffAsync(disk, Job(folder, chain, DiskFormat.Raw), afterReports: 2));

        chain.Revert(5);

        Assert.Contains("which an interrupted run had started to add", Unfit(disk, Job(folder, chain, DiskFormat.Raw)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_after_an_interruption_makes_it_useless()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        var whole = Job(folder, chain, DiskFormat.Raw);
        await PrecopyAsync(disk, whole);
        chain.Snapshot(1);
        Assert.True(await BreakOffAsync(disk, Job(folder, chain, DiskFormat.Raw), afterReports: 2));

        Assert.Contains("has changed or is missing", Unfit(disk, whole), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reverted_snapshot_does_no_harm_where_nothing_of_it_was_written()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        chain.Snapshot(1);
        chain.Revert(5);

        await CompleteAsync(disk, Job(folder, chain, DiskFormat.Raw));

        AssertHolds(chain.Content, Job(folder, chain, DiskFormat.Raw));
    }

    [Fact]
    public async Task A_base_that_was_written_to_makes_it_useless()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        chain.Snapshot(1);
        File.SetLastWriteTimeUtc(folder["web01-flat.vmdk"], DateTime.UtcNow.AddMinutes(1));

        Assert.Equal($"{folder["web01-flat.vmdk"]} was written to since", Unfit(disk, Job(folder, chain, DiskFormat.Raw)));
    }

    [Fact]
    public async Task A_pre_copied_disk_that_somebody_else_has_changed_is_useless()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        File.SetLastWriteTimeUtc(disk.Path, DateTime.UtcNow.AddMinutes(1));

        Assert.Equal("the precopied disk was changed by another program", Unfit(disk, Job(folder, chain, DiskFormat.Raw)));
    }

    [Fact]
    public async Task A_run_that_died_between_the_final_name_and_the_record_is_taken_up_again()
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        chain.Snapshot(1);
        await BringUpAsync(disk, Job(folder, chain, DiskFormat.Raw));
        File.Move(disk.Path, folder["out"]);

        var outcome = await CompleteAsync(disk, Job(folder, chain, DiskFormat.Raw));

        Assert.Equal(0, outcome.DataBytes);
        AssertHolds(chain.Content, Job(folder, chain, DiskFormat.Raw));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("half a wri")]
    public async Task A_record_that_makes_no_sense_counts_as_none(string text)
    {
        using var folder = new TempFolder();
        var chain = new GrowingChain(folder.Path, "web01", 2, Sectors);
        var disk = Disk(folder);
        await PrecopyAsync(disk, Job(folder, chain, DiskFormat.Raw));
        await File.WriteAllTextAsync(folder["record.json"], text);

        using var image = DiskImage.Open(chain.Newest, new FolderPaths(folder.Path));
        Assert.Null(disk.Fit(image));
    }

    private static PrecopiedDisk Disk(TempFolder folder) => new(folder["out"], folder["record.json"]);

    private static CopyJob Job(TempFolder folder, GrowingChain chain, DiskFormat format) =>
        new(chain.Newest, new FolderPaths(folder.Path), folder["out"], format) { Parallel = 2, ProgressInterval = TimeSpan.Zero };

    private static async Task PrecopyAsync(PrecopiedDisk disk, CopyJob job)
    {
        using var image = DiskImage.Open(job.Source, job.Paths);
        disk.Remember(job, image, await new NativeEngine().CopyAsync(disk.CopyOf(job), null, CancellationToken.None));
    }

    private static async Task<CopyOutcome> BringUpAsync(PrecopiedDisk disk, CopyJob job, IProgress<CopyProgress>? progress = null)
    {
        using var image = DiskImage.Open(job.Source, job.Paths);
        var fit = disk.Fit(image)!;
        Assert.Null(fit.Unfit);
        return await disk.BringUpAsync(image, fit.Layers, job, progress, CancellationToken.None);
    }

    private static async Task<CopyOutcome> CompleteAsync(PrecopiedDisk disk, CopyJob job)
    {
        var outcome = await BringUpAsync(disk, job);
        disk.Publish();
        return outcome;
    }

    /// <summary>Fails a worker in the middle of its work, as a crash would, though it may also come too late.</summary>
    private static async Task<bool> BreakOffAsync(PrecopiedDisk disk, CopyJob job, int afterReports)
    {
        try
        {
            await BringUpAsync(disk, job, new Crash(afterReports));
            return false;
        }
        catch (V2KException e) when (e.What == Crash.What)
        {
            return true;
        }
    }

    private static string? Unfit(PrecopiedDisk disk, CopyJob job)
    {
        using var image = DiskImage.Open(job.Source, job.Paths);
        return disk.Fit(image)!.Unfit;
    }

    private static void AssertHolds(byte[] expected, CopyJob job)
    {
        var actual = job.Format is DiskFormat.Raw ? File.ReadAllBytes(job.Target) : Qcow2Reader.Read(job.Target);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
    }

    private sealed class Crash(int after) : IProgress<CopyProgress>
    {
        public const string What = "a crash";

        private int _reports;

        public void Report(CopyProgress value)
        {
            if (Interlocked.Increment(ref _reports) == after)
            {
                throw new V2KException(What, "None");
            }
        }
    }
}
