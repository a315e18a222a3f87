using V2K.Engine.Disks;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Interop;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

/// <summary>What is reserved ahead of writes, in a folder on a disk: memory has no cache to write around.</summary>
public sealed class BlockReservationTests
{
    private const long Window = DenseWindows.Length;

    /// <summary>A block of the file system: where free space is in pieces, the list of a file's extents takes one.</summary>
    private const int Block = 4096;

    [SkippableFact]
    public void A_window_is_reserved_when_it_is_come_to_and_zeroes_give_their_blocks_back()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        using var target = Target(folder, windows: 3);
        var reservation = new BlockReservation(target, Dense(windows: 3), isResumed: false);

        reservation.Expect(0, 4096);
        Assert.Equal(Window, Allocated(folder));

        reservation.Release(Window / 2, Window / 2);
        Assert.Equal(Window / 2, Allocated(folder));
    }

    [SkippableFact]
    public void Behind_a_window_of_zeroes_nothing_more_is_reserved_until_data_comes_again()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        using var target = Target(folder, windows: 8);
        var reservation = new BlockReservation(target, Dense(windows: 8), isResumed: false);

        reservation.Release(0, Window);
        reservation.Expect(Window, 4096);
        Assert.Equal(0, Allocated(folder));

        for (var window = 1; window < 7; window++)
        {
            reservation.Expect(window * Window, Window);
        }

        reservation.Expect(7 * Window, 4096);
        Assert.InRange(Allocated(folder), Window, 3 * Window + Block);
    }

    [SkippableFact]
    public void Where_the_source_has_holes_nothing_is_reserved()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        using var target = Target(folder, windows: 2);
        var windows = new DenseWindows();
        windows.Add(new Run(0, Window - 512, RunKind.Data));
        windows.Add(new Run(Window, Window, RunKind.Data));
        var reservation = new BlockReservation(target, windows, isResumed: false);

        reservation.Expect(0, 4096);
        Assert.Equal(0, Allocated(folder));

        reservation.Expect(Window, 4096);
        Assert.Equal(Window, Allocated(folder));
    }

    [SkippableFact]
    public void The_next_run_frees_space_that_an_earlier_run_reserved()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        using var target = Target(folder, windows: 1);
        new BlockReservation(target, Dense(windows: 1), isResumed: false).Expect(0, 4096);

        new BlockReservation(target, Dense(windows: 1), isResumed: true).Release(4096, Window - 4096);

        Assert.Equal(4096, Allocated(folder));
    }

    [Fact]
    public void A_window_counts_as_dense_when_its_runs_leave_no_gap()
    {
        var windows = new DenseWindows();
        windows.Add(new Run(0, 3 * Window + 1, RunKind.Data));
        windows.Add(new Run(3 * Window + 1, Window - 1, RunKind.Compressed));
        windows.Add(new Run(5 * Window, Window / 2, RunKind.Data));
        windows.Add(new Run(5 * Window + Window / 2 + 512, 2 * Window, RunKind.Data));

        Assert.Equal([0L, 1, 2, 3, 6], Enumerable.Range(0, 9).Select(window => (long)window).Where(windows.Contains));
    }

    [SkippableTheory]
    [InlineData(DiskFormat.Raw)]
    [InlineData(DiskFormat.Qcow2)]
    public async Task A_full_disk_takes_no_more_room_than_its_data(DiskFormat format)
    {
        using var folder = new TempFolder(Path.GetTempPath());
        RequireDirect(folder);
        const long Data = 48 << 20;
        WriteFlat(folder, Window + (8 << 20), Data);
        var job = new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), format) { Cache = CacheMode.Auto };

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.InRange(outcome.TargetBytes, Data, Data + (1 << 20));
        Assert.Equal(Window + (8 << 20) - Data, outcome.ZeroBytes);
    }

    /// <summary>A flat disk without holes: zeroes are written, at both ends and around an island.</summary>
    private static void WriteFlat(TempFolder folder, long length, long data)
    {
        var block = new byte[1 << 20];
        using (var file = File.Create(folder.File("disk-flat.vmdk")))
        {
            for (var at = 0L; at < length; at += block.Length)
            {
                var isData = at >= 4 << 20 && at < (4 << 20) + data;
                Array.Fill(block, isData ? (byte)1 : (byte)0);
                file.Write(block);
            }
        }

        File.WriteAllText(folder.File("disk.vmdk"), $"""
            # Disk DescriptorFile
            version=1
            CID=12345678
            parentCID=ffffffff
            createType="vmfs"
            RW {length / 512} VMFS "disk-flat.vmdk"

            """);
    }

    private static TargetFile Target(TempFolder folder, int windows)
    {
        RequireDirect(folder);
        var target = new TargetFile(folder.File("out"), FileMode.Create, CacheMode.Auto);
        target.SetLength(windows * Window);
        return target;
    }

    private static DenseWindows Dense(int windows)
    {
        var dense = new DenseWindows();
        dense.Add(new Run(0, windows * Window, RunKind.Data));
        return dense;
    }

    private static long Allocated(TempFolder folder) => Posix.Status(folder.File("out")).AllocatedBytes;

    private static void RequireDirect(TempFolder folder)
    {
        using var target = new TargetFile(folder.File("probe"), FileMode.Create, CacheMode.Auto);
        Skip.If(!target.IsDirect, "the folder for temporary files is on no file system that says how to write around the page cache");
    }
}
