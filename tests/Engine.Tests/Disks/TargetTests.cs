using System.Runtime.InteropServices;
using System.Text;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class TargetTests
{
    private const string Before = "what was there before";

    [Fact]
    public async Task A_copy_that_is_cancelled_leaves_the_target_as_it_was()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 40_000);
        await File.WriteAllTextAsync(job.Target, Before);
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new NativeEngine().CopyAsync(job, new Each(progress => CancelIf(progress.Done > 0)), cancel.Token));

        Assert.Equal(Before, await File.ReadAllTextAsync(job.Target));

        // What was copied stays for the next run, which knows how far it goes.
        Assert.Single(Directory.GetFiles(folder.Path, "*.v2k-partial"));
        Assert.Single(Directory.GetFiles(folder.Path, "*.v2k-checkpoint"));

        void CancelIf(bool isUnderWay)
        {
            if (isUnderWay)
            {
                cancel.Cancel();
            }
        }
    }

    [Fact]
    public async Task A_source_that_is_written_to_meanwhile_fails_the_copy_and_leaves_the_target_as_it_was()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 40_000);
        await File.WriteAllTextAsync(job.Target, Before);

        var failure = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(
            job, new Once(() => File.SetLastWriteTimeUtc(folder.File("disk-flat.vmdk"), new DateTime(2001, 1, 1))), CancellationToken.None));

        Assert.Contains("was written to while it was copied", failure.What, StringComparison.Ordinal);
        Assert.Equal(Before, await File.ReadAllTextAsync(job.Target));
        Assert.Empty(Directory.GetFiles(folder.Path, "*partial"));
    }

    [Fact]
    public async Task A_finished_copy_replaces_the_target_and_makes_its_folders()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 4_000);
        job = job with { Target = folder.File("new/folder/disk.raw") };
        Directory.CreateDirectory(folder.File("new/folder"));
        await File.WriteAllTextAsync(job.Target, Before);
        await File.WriteAllTextAsync(job.Target + ".v2k-partial", "left by a crash");

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal(outcome.VirtualSize, new FileInfo(job.Target).Length);
        Assert.Equal([job.Target], Directory.GetFiles(folder.File("new/folder")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_clear_error()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 100);
        await File.WriteAllTextAsync(folder.File("file"), "");

        var failure = await Assert.ThrowsAsync<V2KException>(
            () => new NativeEngine().CopyAsync(job with { Target = folder.File("file/disk.raw") }, null, CancellationToken.None));

        Assert.Contains("cannot be written", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(4 << 20)]
    [InlineData(0)]
    public async Task A_cluster_size_that_qcow2_does_not_have_is_refused(int size)
    {
        using var folder = new TempFolder();
        var job = Job(folder, 100) with { Format = DiskFormat.Qcow2, ClusterSize = size };

        var failure = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(job, null, CancellationToken.None));

        Assert.Contains($"{size} bytes is not a valid qcow2 cluster size", failure.What, StringComparison.Ordinal);
        Assert.False(File.Exists(job.Target));
    }

    [Fact]
    public async Task More_data_than_the_target_has_room_for_is_refused_before_anything_is_written()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 100);

        // 1 TiB of grains of 4 MiB, by their tables; that all of them are the same is not seen before the first is read.
        const int Tables = 512;
        var file = new byte[(128 + Tables * 4 + 1) * 512];
        HostedSparse.Header(capacity: (1UL << 40) / 512, grainSectors: 8192, 0x30001, descriptor: true, 0, gd: 64, 128, algorithm: 1).CopyTo(file, 0);
        Encoding.UTF8.GetBytes(DiskMaker.Text("streamOptimized", $"RW {(1L << 40) / 512} SPARSE \"disk.vmdk\"")).CopyTo(file, 512);
        for (var table = 0u; table < Tables; table++)
        {
            BitConverter.TryWriteBytes(file.AsSpan(64 * 512 + (int)table * 4), 128 + table * 4);
        }

        MemoryMarshal.Cast<byte, uint>(file.AsSpan(128 * 512, Tables * 2048)).Fill(128 + Tables * 4);
        await File.WriteAllBytesAsync(folder.File("disk.vmdk"), file);

        var failure = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(job, null, CancellationToken.None));
        Assert.Contains("up to 1099511627776 bytes are required, but", failure.What, StringComparison.Ordinal);
        Assert.False(File.Exists(job.Target));

        // Told not to check, it starts, and finds out.
        failure = await Assert.ThrowsAsync<V2KException>(
            () => new NativeEngine().CopyAsync(job with { CheckSpace = false }, null, CancellationToken.None));
        Assert.Contains("compressed bytes", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_disk_of_terabytes_of_holes_is_copied_at_once(DiskFormat format)
    {
        using var folder = new TempFolder();
        var job = Job(folder, 100) with { Format = format };
        const long Length = 8L << 40;
        using (var flat = File.OpenHandle(folder.File("disk-flat.vmdk"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.SetLength(flat, Length);
            RandomAccess.Write(flat, [1], Length - 1);
        }

        await File.WriteAllTextAsync(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", $"RW {Length / 512} VMFS \"disk-flat.vmdk\""));

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal(4096, outcome.DataBytes);
        Assert.Equal(Length, outcome.VirtualSize);
        Assert.InRange(outcome.TargetBytes, 1, 1 << 20);
    }

    [Fact]
    public async Task Progress_ends_with_everything_done()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 40_000);
        var last = default(CopyProgress);

        var outcome = await new NativeEngine().CopyAsync(job, new Each(progress => last = progress), CancellationToken.None);

        Assert.True(last.Total > 0);
        Assert.Equal(new CopyProgress(outcome.DataBytes, outcome.DataBytes), last);
    }

    [Fact]
    public async Task Zeroes_that_are_stored_are_dropped_and_counted()
    {
        using var folder = new TempFolder();
        var job = Job(folder, 8_192);
        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), new byte[8_192 * 512]);

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.Equal((8_192 * 512, 8_192 * 512, 0), (outcome.DataBytes, outcome.ZeroBytes, outcome.TargetBytes));
    }

    private static CopyJob Job(TempFolder folder, int sectors)
    {
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, sectors);
        var bytes = new byte[sectors * 512];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(folder.File("disk-flat.vmdk"), bytes);
        return new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), DiskFormat.Raw) { ProgressInterval = TimeSpan.Zero };
    }

    private sealed class Each(Action<CopyProgress> action) : IProgress<CopyProgress>
    {
        public void Report(CopyProgress value) => action(value);
    }

    private sealed class Once(Action action) : IProgress<CopyProgress>
    {
        private Action? _action = action;

        public void Report(CopyProgress value)
        {
            // The first report says where the copy begins.
            if (value.Done > 0)
            {
                Interlocked.Exchange(ref _action, null)?.Invoke();
            }
        }
    }
}
