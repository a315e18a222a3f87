using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Interop;
using V2K.Engine.Tests.Disks.Making;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks;

/// <summary>Disks that go to existing block devices.</summary>
public sealed class DeviceTests(PlainFileSystem plain) : IClassFixture<PlainFileSystem>
{
    private const int Sectors = 20_001;
    private const int Extra = 1 << 20;

    [SkippableTheory]
    [InlineData(MadeKind.VmfsFlat, false, CacheMode.Auto)]
    [InlineData(MadeKind.MonolithicSparse, false, CacheMode.Direct)]
    [InlineData(MadeKind.StreamWithFooter, false, CacheMode.Buffered)]
    [InlineData(MadeKind.VmfsFlat, true, CacheMode.Buffered)]
    [InlineData(MadeKind.CowdDelta, true, CacheMode.Auto)]
    [InlineData(MadeKind.StreamWithFooter, true, CacheMode.Direct)]
    public async Task Nothing_of_what_a_device_held_shows_through_and_nothing_behind_the_disk_changes(
        MadeKind kind, bool cannotPunchHoles, CacheMode cache)
    {
        using var folder = new TempFolder();
        using var under = new TempFolder(cannotPunchHoles ? plain.Require() : null);
        var expected = DiskMaker.Make(folder.Path, kind, 3, Sectors);
        await using var device = await LoopDevice.MakeAsync(under.File("device"), expected.Length / 4096 * 4096 + Extra);
        var job = Job(folder, device) with { Cache = cache };

        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        var actual = device.Content();
        Assert.True(expected.AsSpan().SequenceEqual(actual.AsSpan(0, expected.Length)), $"differs at byte {expected.AsSpan().CommonPrefixLength(actual)}");
        Assert.False(actual.AsSpan(expected.Length).ContainsAnyExcept(LoopDevice.Old));
        Assert.Equal(ChecksumTests.WholeOf(expected), outcome.Checksums!.Whole);
        Assert.Null((await DiskVerifier.VerifyAsync(job, null, CancellationToken.None)).FirstDifference);
        Assert.False(File.Exists(job.CheckpointPath));
    }

    [SkippableFact]
    public async Task An_interrupted_copy_to_a_device_resumes()
    {
        using var folder = new TempFolder();
        var expected = DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 60_000);
        await using var device = await LoopDevice.MakeAsync(folder.File("device"), expected.Length + Extra);
        var job = Job(folder, device) with { CheckpointInterval = TimeSpan.Zero, ProgressInterval = TimeSpan.Zero, Parallel = 1 };
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new NativeEngine().CopyAsync(job, new After(4, cancel.Cancel), cancel.Token));
        Assert.True(File.Exists(job.CheckpointPath));
        var outcome = await new NativeEngine().CopyAsync(job, null, CancellationToken.None);

        Assert.InRange(outcome.ResumedAt, 1, expected.Length - 1);
        Assert.Equal(expected, device.Content()[..expected.Length]);
    }

    [SkippableFact]
    public async Task A_device_that_is_too_small_is_refused_untouched()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, Sectors);
        await using var device = await LoopDevice.MakeAsync(folder.File("device"), Extra);

        var refusal = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(Job(folder, device), null, CancellationToken.None));

        Assert.Contains($"the device has {Extra} bytes, but the disk has {Sectors * 512}", refusal.What, StringComparison.Ordinal);
        Assert.False(device.Content().AsSpan().ContainsAnyExcept(LoopDevice.Old));
    }

    [SkippableFact]
    public async Task A_device_that_is_in_use_is_refused_untouched()
    {
        using var folder = new TempFolder();
        DiskMaker.Make(folder.Path, MadeKind.VmfsFlat, 3, 100);
        await using var device = await LoopDevice.MakeAsync(folder.File("device"), Extra);

        // As a mounted file system holds it.
        using var holder = Posix.OpenExclusively(device.Path);
        var refusal = await Assert.ThrowsAsync<V2KException>(() => new NativeEngine().CopyAsync(Job(folder, device), null, CancellationToken.None));

        Assert.Contains("cannot be opened for exclusive use: Device or resource busy", refusal.What, StringComparison.Ordinal);
        Assert.False(device.Content().AsSpan().ContainsAnyExcept(LoopDevice.Old));
    }

    [Theory]
    [InlineData("scsi0:0=/dev/vg0/web01", null, "scsi0:0", "/dev/vg0/web01")]
    [InlineData("web01/scsi0:0=/dev/vg0/web01", "web01", "scsi0:0", "/dev/vg0/web01")]
    [InlineData("[ds1] a=b/web01.vmx/nvme0:1=/dev/sdb", "[ds1] a=b/web01.vmx", "nvme0:1", "/dev/sdb")]
    public void A_device_is_named_with_its_disk_and_where_needed_its_VM(string text, string? vm, string disk, string path) =>
        Assert.Equal(new DiskTarget(vm, disk, path), DiskTarget.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("scsi0:0")]
    [InlineData("scsi0:0=vg0/web01")]
    [InlineData("web01=/dev/vg0/web01")]
    [InlineData("=/dev/sdb")]
    public void A_disk_target_in_another_form_is_refused_with_the_right_form(string text) =>
        Assert.Contains("--disk='web01/scsi0:0=", Assert.Throws<V2KException>(() => DiskTarget.Parse(text)).Remedy, StringComparison.Ordinal);

    [Fact]
    public void A_device_whose_VM_nobody_can_tell_and_one_for_two_disks_are_refused()
    {
        var datastore = new Datastore("ds1", [], "/ds1", "/out");
        VirtualMachine[] vms = [new(datastore, "/ds1/a/a.vmx", "a"), new(datastore, "/ds1/b/b.vmx", "b")];

        Assert.Contains("names no VM, and 2 are chosen", Refusal(new DiskTarget(null, "scsi0:0", "/dev/null")), StringComparison.Ordinal);
        Assert.Contains(
            "are the same device, /dev/null", Refusal(new DiskTarget("a", "scsi0:0", "/dev/null"), new DiskTarget("b", "scsi0:0", "/dev/../dev/null")),
            StringComparison.Ordinal);

        string Refusal(params DiskTarget[] targets) => Assert.Throws<V2KException>(() => DiskTarget.Require(targets, vms)).What;
    }

    private static CopyJob Job(TempFolder folder, LoopDevice device) =>
        new(folder.File("disk.vmdk"), new FolderPaths(folder.Path), device.Path, DiskFormat.Raw)
        {
            Parallel = 3,
            CheckpointPath = folder.File("device.v2k-checkpoint"),
        };

    private sealed class After(int reports, Action action) : IProgress<CopyProgress>
    {
        private int _reports;

        public void Report(CopyProgress value)
        {
            if (Interlocked.Increment(ref _reports) == reports)
            {
                action();
            }
        }
    }
}
