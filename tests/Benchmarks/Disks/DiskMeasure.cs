namespace V2K.Benchmarks.Disks;

/// <summary>How each kind of row is measured.</summary>
internal static class DiskMeasure
{
    private const long MostMemory = 256;

    /// <summary>
    /// Both copy the same disk in turn, the source in the page cache and the target on the disk in the end; medians are compared. After
    /// the first copy, qemu-img compares target and source.
    /// </summary>
    internal static DiskRow Compare(DiskCase disk)
    {
        var source = disk.Make();
        var (most, shared) = (0L, (long?)null);
        IReadOnlyList<Func<double>> commands = [CopyByV2K, .. disk.Others(source).Select(other => (Func<double>)(() => CopyBy(other)))];
        try
        {
            var timings = Timings.Interleave(commands);
            var (ours, theirs) = (timings[0], timings.Skip(1).MinBy(timing => timing.Median)!);
            var ratio = theirs.Median / ours.Median;
            var title = disk.Title + (shared is { } percent ? $", {percent} % shared" : "");
            return new(title, ours.Spelt, theirs.Spelt, ratio, DiskRow.Goal(disk.Goal), ratio >= disk.Goal, most);
        }
        finally
        {
            Forget(disk.Target);
        }

        double CopyByV2K()
        {
            Forget(disk.Target);
            var (seconds, peak) = Copy(source, disk.Target, disk.Format, disk.Cache);
            if (most == 0)
            {
                Shell.Run("qemu-img", "compare", "-f", "vmdk", "-F", disk.Format, source, disk.Target);
                shared = disk.IsShared ? SharedExtents.PercentOf(disk.Target) : null;
            }

            most = Math.Max(most, peak);
            return seconds;
        }

        double CopyBy(string[] command)
        {
            Forget(disk.Target);
            return Shell.Run(command[0], command[1..]).Seconds + FlushSeconds(disk.Target);
        }
    }

    /// <summary>What one copy takes at most of memory; the disk that <paramref name="make"/> makes goes with it.</summary>
    internal static DiskRow Memory(string title, string folder, Func<string, string> make)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, "memory")).FullName;
        try
        {
            var (seconds, peak) = Copy(make(own), Path.Combine(own, "target.qcow2"), "qcow2", "auto");
            var timing = new Timings();
            timing.Add(seconds);
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
        var timings = Timings.Interleave([() => CutOverOf("warm-1", baseBytes), () => CutOverOf("warm-4", 4 * baseBytes)]);
        var ratio = timings[1].Median / timings[0].Median;
        return new(title, timings[1].Spelt, timings[0].Spelt + " (a quarter)", ratio, "at most " + DiskRow.Goal(Goal), ratio <= Goal, Memory: null);

        double CutOverOf(string name, long bytes) => CutOver.MeasureAsync(Path.Combine(folder, name), bytes, deltaBytes).GetAwaiter().GetResult();
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

        double CopyFresh(string source)
        {
            Forget(target);
            return Copy(source, target, "qcow2", "auto").Seconds;
        }
    }

    /// <summary>Copies in a process of its own.</summary>
    /// <returns>The seconds of the whole process, and the peak of its memory in MiB.</returns>
    private static (double Seconds, long Peak) Copy(string source, string target, string format, string cache)
    {
        var (seconds, output) = Shell.Run(Path.ChangeExtension(typeof(DiskTable).Assembly.Location, null), "copy", source, target, format, cache);
        return (seconds, long.Parse(output) >> 10);
    }

    /// <summary>Brings to the disk what a program that does not do so itself has left in the page cache.</summary>
    private static double FlushSeconds(string target) => Shell.Run("sync", target).Seconds;

    private static void Forget(string target)
    {
        File.Delete(target);
        Shell.Run("sync");
    }
}
