using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Engines;

namespace V2K.Benchmarks.Disks;

/// <summary>One copy by the native engine in a process of its own, as an administrator would run it.</summary>
internal static class CopyProcess
{
    /// <summary>Copies, and tells the peak of this process's memory in KiB.</summary>
    internal static async Task<int> RunAsync(string source, string target, string format, string cache)
    {
        var folder = Path.GetDirectoryName(source)!;
        var paths = new DatastorePaths([new Datastore("bench", [], folder, folder + "-out")], "the benchmark");
        var job = new CopyJob(source, paths, target, format == "raw" ? DiskFormat.Raw : DiskFormat.Qcow2);
        job = job with { Cache = Choices.CacheModes[cache] };
        await new NativeEngine().CopyAsync(job, progress: null, CancellationToken.None);
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        return 0;
    }
}
