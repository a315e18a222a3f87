using System.Diagnostics;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;

namespace V2K.Engine.Tests.Disks;

/// <summary>Copies keep to a rate together.</summary>
public sealed class BandwidthTests
{
    [Fact]
    public async Task Copies_at_the_same_time_share_the_bandwidth()
    {
        using var folder = new TempFolder();
        var content = new byte[4 << 20];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), content);
        await File.WriteAllTextAsync(folder.File("disk.vmdk"), DiskMaker.Text("monolithicFlat", $"RW {content.Length / 512} FLAT \"disk-flat.vmdk\" 0"));
        var bandwidth = new Bandwidth(8 << 20);
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(new[] { "a", "b" }.Select(name => new NativeEngine().CopyAsync(
            new CopyJob(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File(name), DiskFormat.Raw) { Bandwidth = bandwidth, Parallel = 2 },
            progress: null,
            CancellationToken.None)));

        // 8 MiB of which the last chunks begin, and do not end, after their share of the time.
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.4), $"{clock.Elapsed}");
        Assert.Equal(content, await File.ReadAllBytesAsync(folder.File("a")));
        Assert.Equal(content, await File.ReadAllBytesAsync(folder.File("b")));
    }

    [Fact]
    public async Task A_copy_that_is_stopped_does_not_wait_for_its_share()
    {
        var bandwidth = new Bandwidth(1);
        using var stop = new CancellationTokenSource();
        bandwidth.Take(1_000_000, stop.Token);
        var waiting = Task.Run(() => bandwidth.Take(1, stop.Token));

        await stop.CancelAsync();
        await waiting.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
