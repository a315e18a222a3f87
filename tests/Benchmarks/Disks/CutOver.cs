using System.Diagnostics;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;
using V2K.Engine.Disks.Precopying;

namespace V2K.Benchmarks.Disks;

/// <summary>A disk that was copied ahead, completed with a delta, as at the end of a warm migration.</summary>
internal static class CutOver
{
    /// <summary>Copies a base of <paramref name="baseBytes"/> ahead, and times the rest: <paramref name="deltaBytes"/> in stretches of 64 KiB, strewn over it.</summary>
    /// <param name="folder">Where the disks are made.</param>
    /// <param name="baseBytes">A multiple of <paramref name="deltaBytes"/>.</param>
    /// <param name="deltaBytes">What was written since.</param>
    /// <returns>The seconds until the target has its name, on the disk.</returns>
    internal static async Task<double> MeasureAsync(string folder, long baseBytes, long deltaBytes)
    {
        Directory.CreateDirectory(folder);
        var content = new BenchContent(folder, baseBytes);
        var delta = content.Cowd((int)(baseBytes / deltaBytes));
        var paths = new DatastorePaths([new Datastore("bench", [], folder, folder + "-out")], "the benchmark");
        var target = Path.Combine(folder, "target.qcow2");
        var disk = new PrecopiedDisk(target, target + ".json");
        var ahead = new CopyJob(content.Flat(), paths, target, DiskFormat.Qcow2);
        using (var frozen = DiskImage.Open(ahead.Source, paths))
        {
            disk.Remember(ahead, frozen, await new NativeEngine().CopyAsync(disk.CopyOf(ahead), progress: null, CancellationToken.None));
        }

        Shell.Run("sync");
        var clock = Stopwatch.StartNew();
        using (var image = DiskImage.Open(delta, paths))
        {
            await disk.BringUpAsync(image, disk.Fit(image)!.Layers, ahead with { Source = delta }, progress: null, CancellationToken.None);
            disk.Publish();
        }

        clock.Stop();
        Shell.Run("qemu-img", "compare", "-f", "vmdk", "-F", "qcow2", delta, target);
        File.Delete(target);
        return clock.Elapsed.TotalSeconds;
    }
}
