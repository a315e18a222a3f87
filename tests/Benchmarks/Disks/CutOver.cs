using System.Diagnostics;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Precopying;

namespace V2K.Benchmarks.Disks;

/// <summary>A disk that was copied ahead, completed with a delta, as at the end of a warm migration.</summary>
/// <param name="folder">Where the disks are made.</param>
/// <param name="baseBytes">The disk: a multiple of <paramref name="deltaBytes"/>.</param>
/// <param name="deltaBytes">What was written since, in stretches of 64 KiB, strewn over the disk.</param>
internal sealed class CutOver(string folder, long baseBytes, long deltaBytes)
{
    private bool _isCompared;

    /// <summary>Copies the base ahead, and times the rest, until the target has its name, on the disk.</summary>
    internal Timing Measure() => MeasureAsync().GetAwaiter().GetResult();

    private async Task<Timing> MeasureAsync()
    {
        Directory.CreateDirectory(folder);
        var content = new BenchContent(folder, baseBytes);
        var delta = content.Cowd((int)(baseBytes / deltaBytes));
        var paths = new DatastorePaths([new Datastore("bench", [], folder, folder + "-out")], "the benchmark");
        var target = Path.Combine(folder, "target.qcow2");
        var disk = new PrecopiedDisk(target, target + ".json");
        var ahead = new CopyJob(content.Flat().Path, paths, target, DiskFormat.Qcow2);
        using (var frozen = DiskImage.Open(ahead.Source, paths))
        {
            disk.Remember(ahead, frozen, await new NativeEngine().CopyAsync(disk.CopyOf(ahead), progress: null, CancellationToken.None));
        }

        Shell.Run("sync");
        var clock = Stopwatch.StartNew();
        using (var image = DiskImage.Open(delta.Path, paths))
        {
            await disk.BringUpAsync(image, disk.Fit(image)!.Layers, ahead with { Source = delta.Path }, progress: null, CancellationToken.None);
            disk.Publish();
        }

        clock.Stop();
        if (!_isCompared)
        {
            Shell.Run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", delta.Raw, target);
            _isCompared = true;
        }

        File.Delete(target);
        return new Timing(clock.Elapsed.TotalSeconds);
    }
}
