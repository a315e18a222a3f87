using V2K.Engine.Disks;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class FullTargetTests(ReflinkFileSystem fileSystem) : IClassFixture<ReflinkFileSystem>
{
    /// <summary>More than is reserved ahead of what is written: room that a copy has reserved cannot be taken from it.</summary>
    private const int Sectors = 240_000;

    [SkippableTheory]
    [InlineData(DiskFormat.Raw, CacheMode.Buffered)]
    [InlineData(DiskFormat.Raw, CacheMode.Direct)]
    [InlineData(DiskFormat.Qcow2, CacheMode.Buffered)]
    [InlineData(DiskFormat.Qcow2, CacheMode.Direct)]
    public async Task A_full_target_is_one_clear_error_and_the_next_run_resumes(DiskFormat format, CacheMode cache)
    {
        using var target = new TempFolder(fileSystem.Require());
        using var source = new TempFolder();
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(source.File("disk-flat.vmdk"), content);
        await File.WriteAllTextAsync(source.File("disk.vmdk"), DiskMaker.Text("vmfs", $"RW {Sectors} VMFS \"disk-flat.vmdk\""));
        var job = new CopyJob(source.File("disk.vmdk"), new FolderPaths(source.Path), target.File("out"), format)
        {
            Parallel = 1,
            CheckpointInterval = TimeSpan.Zero,
            ProgressInterval = TimeSpan.Zero,
            CheckSpace = false,
            Cache = cache,
        };

        var failure = await Assert.ThrowsAsync<V2KException>(
            () => new NativeEngine().CopyAsync(job, new FillUp(job.Target + ".v2k-checkpoint", target.File("ballast")), CancellationToken.None));
        Assert.Contains("cannot be written", failure.What, StringComparison.Ordinal);
        Assert.False(File.Exists(job.Target));

        failure = await Assert.ThrowsAsync<V2KException>(
            () => new NativeEngine().CopyAsync(job with { CheckSpace = true }, null, CancellationToken.None));
        Assert.Contains($"up to {content.Length} bytes are required, but", failure.What, StringComparison.Ordinal);

        File.Delete(target.File("ballast"));
        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        Assert.True(outcome.ResumedAt > 0);
        Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
    }

    [Fact]
    public void A_write_that_fails_says_how_much_and_where()
    {
        // full(4): every write finds no space.
        using var full = new TargetFile("/dev/full", FileMode.Open, CacheMode.Buffered);

        var failure = Assert.Throws<V2KException>(() => full.Write(new byte[4096], 1 << 20));

        Assert.StartsWith("4096 bytes cannot be written at 1048576: No space left on device", failure.What, StringComparison.Ordinal);
        Assert.Equal("/dev/full", failure.File);
    }

    [SkippableFact]
    public void A_file_longer_than_the_file_system_has_any_is_one_clear_error()
    {
        using var folder = new TempFolder(Path.GetTempPath());
        using var file = new TargetFile(folder.File("out"), FileMode.Create, CacheMode.Buffered);

        var failure = Record.Exception(() => file.SetLength(long.MaxValue));

        Skip.If(failure is null, $"the file system of {folder.Path} takes files of any length");
        Assert.StartsWith($"cannot be made {long.MaxValue} bytes long", Assert.IsType<V2KException>(failure).What, StringComparison.Ordinal);
    }

    /// <summary>Leaves no room once there is a checkpoint: filled before, the file system might be full before a slow worker's first request was done.</summary>
    private sealed class FillUp(string checkpoint, string ballast) : IProgress<CopyProgress>
    {
        private readonly Lock _gate = new();

        public void Report(CopyProgress value)
        {
            lock (_gate)
            {
                if (File.Exists(checkpoint) && !File.Exists(ballast))
                {
                    var room = new DriveInfo(Path.GetDirectoryName(ballast)!).AvailableFreeSpace;
                    using var file = File.OpenHandle(ballast, FileMode.Create, FileAccess.Write, preallocationSize: room - (4 << 20));
                }
            }
        }
    }
}
