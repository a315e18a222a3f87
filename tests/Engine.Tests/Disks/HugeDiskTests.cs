using V2K.Engine.Disks;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

/// <summary>Disks as large as VMware allows cost the memory of what is stored, not of what their headers say.</summary>
public sealed class HugeDiskTests
{
    private const long TiB = 1L << 40;

    /// <summary>
    /// What opening and walking may allocate in all, collected or not: directories of 8 to 32 MiB are walked twice within it, so
    /// none of them can be held.
    /// </summary>
    private const long AllowedBytes = 4 << 20;

    /// <summary>In the first and the last grain, beyond 32-bit sectors, and two neighbours.</summary>
    private static readonly long[] Few = [0, 3 * TiB, 3 * TiB + (64 << 10), 40 * TiB + (5 << 20), 64 * TiB - (64 << 10)];

    [Fact]
    public void A_hosted_sparse_disk_of_64_TiB_is_walked_in_bounded_memory()
    {
        using var folder = new TempFolder();
        var disk = folder.File("disk.vmdk");
        HugeDisk.WriteHosted(disk, 64 * TiB, Few, DiskMaker.Text("monolithicSparse", $"RW {64 * TiB / 512} SPARSE \"disk.vmdk\""));

        RequireWalk(folder, 64 * TiB, Few, 64 << 10);
    }

    [Fact]
    public void An_seSparse_disk_of_64_TiB_is_walked_in_bounded_memory()
    {
        using var folder = new TempFolder();
        HugeDisk.WriteSeSparse(folder.File("disk-sesparse.vmdk"), 64 * TiB, Few);
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("seSparse", $"RW {64 * TiB / 512} SESPARSE \"disk-sesparse.vmdk\""));

        RequireWalk(folder, 64 * TiB, Few, 4096);
    }

    [Fact]
    public void A_disk_of_2_TiB_with_data_all_over_it_is_walked_in_bounded_memory()
    {
        using var folder = new TempFolder();
        var stored = Scattered(2 * TiB);
        HugeDisk.WriteHosted(
            folder.File("disk.vmdk"), 2 * TiB, stored, DiskMaker.Text("monolithicSparse", $"RW {2 * TiB / 512} SPARSE \"disk.vmdk\""));

        RequireWalk(folder, 2 * TiB, stored, 64 << 10);
    }

    [Fact]
    public void A_disk_of_2_TiB_in_a_thousand_extents_is_walked_in_bounded_memory()
    {
        using var folder = new TempFolder();
        const long ExtentLength = 2L << 30;
        var stored = Scattered(2 * TiB);
        var byExtent = stored.ToLookup(offset => offset / ExtentLength, offset => offset % ExtentLength);
        var lines = new List<string>();
        for (var i = 0; i < 2 * TiB / ExtentLength; i++)
        {
            HugeDisk.WriteHosted(folder.File($"disk-s{i + 1:000}.vmdk"), ExtentLength, [.. byExtent[i]], descriptor: null);
            lines.Add($"RW {ExtentLength / 512} SPARSE \"disk-s{i + 1:000}.vmdk\"");
        }

        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("twoGbMaxExtentSparse", string.Join('\n', lines)));

        // Pages of its own for every extent would be 128 MiB.
        RequireWalk(folder, 2 * TiB, stored, 64 << 10, 2 * AllowedBytes, ExtentLength);
    }

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_disk_of_2_TiB_with_data_all_over_it_is_copied_and_found_to_be_the_same(DiskFormat format)
    {
        using var folder = new TempFolder();
        var stored = Scattered(2 * TiB).Where((_, i) => i % 8 == 0).ToArray();
        HugeDisk.WriteHosted(
            folder.File("disk.vmdk"), 2 * TiB, stored, DiskMaker.Text("monolithicSparse", $"RW {2 * TiB / 512} SPARSE \"disk.vmdk\""));
        var job = new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format);

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal(2 * TiB, outcome.VirtualSize);
        Assert.Equal(stored.Length * (64L << 10), outcome.DataBytes);
        Assert.InRange(outcome.TargetBytes, 1, 128 << 20);
        Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
    }

    /// <summary>A grain in every sixteenth grain table, each in another place of its table.</summary>
    private static long[] Scattered(long size) =>
        [.. Enumerable.Range(0, (int)(size / (512 << 20))).Select(i => i * (512L << 20) + i * 7 % 512 * (64L << 10))];

    private static void RequireWalk(TempFolder folder, long size, long[] stored, int grainLength, long allowed = AllowedBytes, long extentLength = 64 * TiB)
    {
        // What is allocated once per process is not the disk's.
        Walk(folder, new Run[stored.Length], extentLength);
        var runs = new Run[stored.Length];

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (virtualSize, survey, count) = Walk(folder, runs, extentLength);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(size, virtualSize);
        Assert.Equal(stored.Length * (long)grainLength, survey.DataBytes);
        var found = runs.AsSpan(0, count).ToArray();
        Assert.Equal(stored, found.SelectMany(run => Enumerable.Range(0, (int)(run.Length / grainLength)).Select(i => run.Offset + i * (long)grainLength)));
        Assert.True(allocated < allowed, $"{allocated} bytes were allocated; {allowed} are allowed");
    }

    /// <summary>Opens the disk, surveys it and reads the start of every run that has data.</summary>
    private static (long Size, Survey Survey, int Count) Walk(TempFolder folder, Run[] runs, long extentLength)
    {
        var content = new byte[512];
        using var image = DiskImage.Open(folder.File("disk.vmdk"), new FolderPaths(folder.Path));
        var survey = Survey.Of(image, 0, CancellationToken.None);
        var count = 0;
        foreach (var run in image.Runs())
        {
            if (run.Kind is RunKind.Data)
            {
                runs[count++] = run;
                run.File!.Read(content, run.Position);
                Assert.True(content.AsSpan().SequenceEqual(HugeDisk.Content(run.Offset % extentLength)));
            }
        }

        return (image.VirtualSize, survey, count);
    }
}
