using V2K.Engine.Disks;
using V2K.Engine.State;

namespace V2K.Engine.Tests.Disks;

/// <summary>How much of a target is there already, asked while other VMs of the run finish their disks.</summary>
public sealed class SpaceNeedTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_target_without_temporary_files_has_no_bytes_yet() => Assert.Equal(0, SpaceNeed.BytesThere(_folder["a.qcow2"]));

    [Fact]
    public void A_partial_file_counts_by_what_it_occupies()
    {
        File.WriteAllBytes(_folder["a.qcow2"] + AtomicFile.PartialSuffix, new byte[8192]);

        Assert.InRange(SpaceNeed.BytesThere(_folder["a.qcow2"]), 8192, 65536);
    }

    /// <summary>One of 300 VMs failed with "No such file or directory": another thread gave a partial file its final name between two questions.</summary>
    [Fact]
    public async Task A_partial_file_that_another_copy_publishes_meanwhile_is_no_error()
    {
        var target = _folder["a.qcow2"];
        var partial = target + AtomicFile.PartialSuffix;
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                File.WriteAllText(partial, "");
                File.Move(partial, target, overwrite: true);
            }
        });

        for (var i = 0; i < 20_000; i++)
        {
            Assert.InRange(SpaceNeed.BytesThere(target), 0, 65536);
        }

        await done.CancelAsync();
        await publishing;
    }
}
