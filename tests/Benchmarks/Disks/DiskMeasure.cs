using System.Globalization;
using V2K.Engine.Interop;

namespace V2K.Benchmarks.Disks;

/// <summary>How each kind of row is measured.</summary>
internal static class DiskMeasure
{
    private const long MostMemory = 256;

    /// <summary>A command that takes so many times as long as would do for the goal is stopped: there is nothing left to show.</summary>
    private const double Enough = 2;

    /// <summary>
    /// All copy the same disk in turn, the source in the page cache and the target on the disk in the end; medians are compared. After its
    /// first copy, each one's target is compared with the content that the source was made from.
    /// </summary>
    internal static DiskRow Compare(DiskCase disk)
    {
        var source = disk.Make();
        var (most, slowest, shared, written) = (0L, 0.0, (long?)null, 0L);
        List<string[]> others = [.. disk.Others(source)];
        var isCompared = others.ConvertAll(_ => false);
        List<Func<Timing>> commands = [CopyByV2K, .. others.Select((_, index) => (Func<Timing>)(() => CopyBy(index)))];
        if (!disk.IsShared)
        {
            commands.Add(Transfer);
        }

        try
        {
            var timings = Timings.Interleave(commands);
            var (ours, theirs) = (timings[0], timings.Skip(1).Take(others.Count).MinBy(timing => timing.Median)!);
            var ratio = theirs.Median / ours.Median;
            var title = disk.Title + (shared is { } percent ? $", {percent} % shared" : "");
            return new(title, ours.Spelt, theirs.Spelt, ratio, DiskRow.Goal(disk.Goal), ratio >= disk.Goal, most)
            {
                IsAtLeast = theirs.IsStopped,
                Device = disk.IsShared ? null : timings[^1].Spelt,
            };
        }
        finally
        {
            Forget(disk.Target);
        }

        Timing CopyByV2K()
        {
            Forget(disk.Target);
            var (seconds, peak) = Copy(source.Path, disk.Target, disk.Format, disk.Cache);
            if (most == 0)
            {
                CompareTarget();
                shared = disk.IsShared ? SharedExtents.PercentOf(disk.Target) : null;
                written = Posix.Status(disk.Target).AllocatedBytes;
            }

            (most, slowest) = (Math.Max(most, peak), Math.Max(slowest, seconds));
            return new Timing(seconds);
        }

        Timing CopyBy(int index)
        {
            Forget(disk.Target);
            var patience = TimeSpan.FromSeconds(Math.Max(Timings.Long, Enough * disk.Goal * slowest));
            var command = others[index];
            if (Shell.TryRun(patience, command[0], command[1..]) is not { } run)
            {
                return new Timing(patience.TotalSeconds, IsStopped: true);
            }

            var seconds = run.Seconds + FlushSeconds(disk.Target);
            if (!isCompared[index])
            {
                CompareTarget();
                isCompared[index] = true;
            }

            return new Timing(seconds);
        }

        Timing Transfer()
        {
            Forget(disk.Target);
            var isRead = disk.Cache == "direct";
            return new Timing(RunSelf("traffic", isRead ? source.Path : "", disk.Target, written.ToString(CultureInfo.InvariantCulture)).Seconds);
        }

        void CompareTarget() => Shell.Run("qemu-img", "compare", "-f", "raw", "-F", disk.Format, source.Raw, disk.Target);
    }

    /// <summary>What one copy takes at most of memory; the disk that <paramref name="make"/> makes goes with it.</summary>
    internal static DiskRow Memory(string title, string folder, Func<string, string> make)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "memory")).FullName;
        try
        {
            var (seconds, peak) = Copy(make(own), Path.Combine(own, "target.qcow2"), "qcow2", "auto");
            var timing = new Timings();
            timing.Add(new Timing(seconds));
            return new(title, timing.Spelt, "–", Ratio: null, $"{MostMemory} MiB", peak < MostMemory, peak);
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    /// <summary>What completing a disk that was copied ahead takes beside one of a quarter of its size.</summary>
    /// <param name="title">The row's.</param>
    /// <param name="folder">Where the disks are made.</param>
    /// <param name="deltaBytes">What was written to either since.</param>
    /// <param name="baseBytes">The smaller disk: a multiple of it.</param>
    internal static DiskRow CutOvers(string title, string folder, long deltaBytes, long baseBytes)
    {
        const double Goal = 1.5;
        var smaller = new CutOver(Path.Combine(folder, "warm-1"), baseBytes, deltaBytes);
        var larger = new CutOver(Path.Combine(folder, "warm-4"), 4 * baseBytes, deltaBytes);
        var timings = Timings.Interleave([smaller.Measure, larger.Measure]);
        var ratio = timings[1].Median / timings[0].Median;
        return new(title, timings[1].Spelt, timings[0].Spelt + " (a quarter)", ratio, "at most " + DiskRow.Goal(Goal), ratio <= Goal, Memory: null);
    }

    /// <summary>What copying a disk in an archive takes beside the same disk in a file of its own: time and memory.</summary>
    /// <param name="title">The row's.</param>
    /// <param name="folder">Where the disk and the archive are.</param>
    /// <param name="dataBytes">Its content.</param>
    internal static DiskRow InArchive(string title, string folder, long dataBytes)
    {
        const double Goal = 1.05;
        var target = Path.Combine(folder, "target.qcow2");
        var content = new BenchContent(folder, dataBytes);
        var (beside, archive) = (content.Of("streamOptimized"), content.Archive("streamOptimized"));
        var (most, besideMost) = (0L, 0L);
        var timings = Timings.Interleave([() => CopyFresh(archive, ref most), () => CopyFresh(beside.Path, ref besideMost)]);
        Forget(target);
        var ratio = timings[0].Median / timings[1].Median;
        return new(title, timings[0].Spelt, $"{timings[1].Spelt} (beside, {besideMost} MiB)", ratio, "at most " + DiskRow.Goal(Goal), ratio <= Goal, most);

        Timing CopyFresh(string source, ref long peakOfAll)
        {
            Forget(target);
            var (seconds, peak) = Copy(source, target, "qcow2", "auto");
            peakOfAll = Math.Max(peakOfAll, peak);
            return new Timing(seconds);
        }
    }

    /// <summary>What sharing a disk takes beside sharing one of a tenth of its content.</summary>
    /// <param name="title">The row's.</param>
    /// <param name="folder">On a file system that shares blocks.</param>
    /// <param name="dataBytes">The content of the larger.</param>
    internal static DiskRow Scaling(string title, string folder, long dataBytes)
    {
        const double Goal = 3;
        var tenth = Directory.CreateDirectory(Path.Combine(folder, "tenth")).FullName;
        var target = Path.Combine(folder, "target.qcow2");
        var whole = new BenchContent(folder, dataBytes).Flat();
        var part = new BenchContent(tenth, dataBytes / 10 >> 20 << 20).Flat();
        var timings = Timings.Interleave([() => CopyFresh(whole), () => CopyFresh(part)]);
        Forget(target);
        var ratio = timings[0].Median / timings[1].Median;
        return new(title, timings[0].Spelt, timings[1].Spelt + " (a tenth)", ratio, "at most " + DiskRow.Goal(Goal), ratio <= Goal, Memory: null);

        Timing CopyFresh(MadeDisk source)
        {
            Forget(target);
            return new Timing(Copy(source.Path, target, "qcow2", "auto").Seconds);
        }
    }

    /// <summary>Copies in a process of its own.</summary>
    /// <returns>The seconds of the whole process, and the peak of its memory in MiB.</returns>
    private static (double Seconds, long Peak) Copy(string source, string target, string format, string cache)
    {
        var (seconds, output) = RunSelf("copy", source, target, format, cache);
        return (seconds, long.Parse(output, CultureInfo.InvariantCulture) >> 10);
    }

    private static (double Seconds, string Output) RunSelf(params string[] words) =>
        Shell.Run(Path.ChangeExtension(typeof(DiskTable).Assembly.Location, null), words);

    /// <summary>Brings to the disk what a program that does not do so itself has left in the page cache.</summary>
    private static double FlushSeconds(string target) => Shell.Run("sync", target).Seconds;

    private static void Forget(string target)
    {
        File.Delete(target);
        Shell.Run("sync");
    }
}
