using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

/// <summary>What goes wrong with a source ends in one clear error, and once it is fixed the next run makes the disk.</summary>
public sealed class RecoveryTests
{
    private const int Sectors = 40_000;

    [Fact]
    public async Task After_a_parent_was_missing()
    {
        using var folder = new TempFolder();
        var expected = DiskMaker.Make(folder.Path, MadeKind.HostedDelta, 5, 4_000);
        Directory.Move(folder.File("base"), folder.File("elsewhere"));

        var failure = await FailAsync(folder);
        Assert.StartsWith($"{folder.File("base/disk.vmdk")}: cannot be opened", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Remedy);

        Directory.Move(folder.File("elsewhere"), folder.File("base"));
        await SucceedAsync(folder, expected);
    }

    [Theory]
    [InlineData(MadeKind.VmfsFlat, "disk-flat.vmdk", "bytes long, but the file ends at byte")]
    [InlineData(MadeKind.MonolithicSparse, "disk.vmdk", "ends at byte")]
    [InlineData(MadeKind.TwoGbSparse, "disk-s003.vmdk", "ends at byte")]
    [InlineData(MadeKind.CowdDelta, "disk-delta.vmdk", "ends at byte")]
    [InlineData(MadeKind.SeSparseDelta, "disk-sesparse.vmdk", "cannot lie in a file of")]
    public async Task After_an_extent_was_truncated(MadeKind kind, string extent, string expectedWords)
    {
        using var folder = new TempFolder();
        var expected = DiskMaker.Make(folder.Path, kind, 5, Sectors);
        var whole = await File.ReadAllBytesAsync(folder.File(extent));
        var half = whole.Length / 2;
        Resize(folder.File(extent), half);

        var failure = await FailAsync(folder);
        Assert.Equal(folder.File(extent), failure.File);
        Assert.Contains(expectedWords, failure.What, StringComparison.Ordinal);
        Assert.Contains($"{half}", failure.What, StringComparison.Ordinal);
        Assert.NotNull(failure.Remedy);

        await File.WriteAllBytesAsync(folder.File(extent), whole);
        await SucceedAsync(folder, expected);
    }

    [Fact]
    public async Task After_the_source_shrank_during_the_copy()
    {
        using var folder = new TempFolder();
        var expected = Noise(folder);
        var failure = await FailAsync(folder, new Once(() => Resize(folder.File("disk-flat.vmdk"), 3 << 20)));
        Assert.Equal(folder.File("disk-flat.vmdk"), failure.File);
        Assert.Contains($"ended at byte {3 << 20} while it was read; it had {expected.Length} bytes", failure.What, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(folder.File("disk-flat.vmdk"), expected);
        await SucceedAsync(folder, expected);
    }

    [Fact]
    public async Task After_the_source_was_written_to_during_the_copy()
    {
        using var folder = new TempFolder();
        var expected = Noise(folder);
        var failure = await FailAsync(folder, new Once(() =>
        {
            using var file = File.OpenHandle(folder.File("disk-flat.vmdk"), FileMode.Open, FileAccess.Write);
            RandomAccess.Write(file, [1, 2, 3], 100);
            File.SetLastWriteTimeUtc(folder.File("disk-flat.vmdk"), new DateTime(2001, 1, 1));
        }));
        Assert.Contains("was written to while it was copied", failure.What, StringComparison.Ordinal);

        ((byte[])[1, 2, 3]).CopyTo(expected, 100);
        await SucceedAsync(folder, expected);
    }

    private static byte[] Noise(TempFolder folder)
    {
        var content = new byte[Sectors * 512];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(folder.File("disk-flat.vmdk"), content);
        File.WriteAllText(folder.File("disk.vmdk"), DiskMaker.Text("vmfs", $"RW {Sectors} VMFS \"disk-flat.vmdk\""));
        return content;
    }

    private static void Resize(string path, long length)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.SetLength(file, length);
    }

    private static CopyJob Job(TempFolder folder) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), folder.File("out"), DiskFormat.Raw)
        {
            Parallel = 1,
            CheckpointInterval = TimeSpan.Zero,
            ProgressInterval = TimeSpan.Zero,
        };

    private static async Task<V2KException> FailAsync(TempFolder folder, IProgress<CopyProgress>? progress = null)
    {
        var failure = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(Job(folder), progress, CancellationToken.None));
        Assert.False(File.Exists(folder.File("out")));
        return failure;
    }

    private static async Task SucceedAsync(TempFolder folder, byte[] expected)
    {
        await new NativeEngine().CopyAsync(Job(folder), null, CancellationToken.None);
        var actual = await File.ReadAllBytesAsync(folder.File("out"));
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
        Assert.Empty(Directory.GetFiles(folder.Path, "*.v2k-*"));
    }

    /// <summary>Does something once the copy is under way.</summary>
    private sealed class Once(Action action) : IProgress<CopyProgress>
    {
        private Action? _action = action;

        public void Report(CopyProgress value)
        {
            if (value.Done > 0)
            {
                Interlocked.Exchange(ref _action, null)?.Invoke();
            }
        }
    }
}
