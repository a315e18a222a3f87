using V2K.Engine.Disks;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

public sealed class FullTargetTests(ReflinkFileSystem fileSystem) : IClassFixture<ReflinkFileSystem>
{
    private const int Sectors = 80_000;

    [SkippableTheory]
    [InlineData(DiskFormat.Raw, CacheMode.Buffered)]
    [InlineData(DiskFormat.Raw, CacheMode.Direct)]
    [InlineData(DiskFormat.Qcow2, CacheMode.Buffered)]
    [InlineData(DiskFormat.Qcow2, CacheMode.Direct)]
    public async Task A_target_that_runs_full_is_one_clear_error_and_the_next_run_goes_on(DiskFormat format, CacheMode cache)
    {
        using var target = new TempFolder(fileSystem.Require());
        using var source = new TempFolder();
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(source.File("disk-flat.vmdk"), content);
        await File.WriteAllTextAsync(source.File("disk.vmdk"), DiskMaker.Text("vmfs", $"RW {Sectors} VMFS \"disk-flat.vmdk\""));
        var job = new CopyJob(source.File("disk.vmdk"), new FolderPaths(source.Path), target.File("out"), format)
        {
            CheckpointInterval = TimeSpan.Zero,
            CheckSpace = false,
            Cache = cache,
        };
        FillUpTo(target.File("ballast"), new DriveInfo(target.Path).AvailableFreeSpace - content.Length / 2);

        var failure = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(job, null, CancellationToken.None));
        Assert.Contains("cannot be written: ", failure.What, StringComparison.Ordinal);
        Assert.False(File.Exists(job.Target));

        failure = await Assert.ThrowsAsync<V2KException>(
            () => new NativeEngine().CopyAsync(job with { CheckSpace = true }, null, CancellationToken.None));
        Assert.Contains($"up to {content.Length} bytes are to be written, but", failure.What, StringComparison.Ordinal);

        File.Delete(target.File("ballast"));
        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);
        Assert.True(outcome.ResumedAt > 0);
        Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
    }

    private static void FillUpTo(string path, long length)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, preallocationSize: length);
    }
}
