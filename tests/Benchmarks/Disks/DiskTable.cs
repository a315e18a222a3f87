using System.Globalization;
using Spectre.Console;

namespace V2K.Benchmarks.Disks;

/// <summary>
/// The disk engine against qemu-img and cp, in pairs on this machine: both copy the same disk in turn, the source in the
/// page cache and the target on the disk in the end, and the medians of three rounds are compared. After the first round, qemu-img compares
/// target and source.
/// </summary>
internal static class DiskTable
{
    private const int Rounds = 3;
    private const long Content = 2L << 30, SharedContent = 4L << 30, StrewnContent = 4L << 30;
    private const long MostMemory = 256;

    /// <summary>Runs the cases whose titles contain one of <paramref name="names"/>, or all; prints the table.</summary>
    internal static int Run(string folder, string[] names)
    {
        Directory.CreateDirectory(folder);
        var table = new Table().AddColumns("source → target", "V2K", "the other", "ratio", "wanted", "met", "peak memory");
        foreach (var disk in DiskCases.Plain(folder, new BenchContent(folder, Content)).Where(disk => IsWanted(disk.Title)))
        {
            Compare(table, disk);
        }

        MeasureMemory(table, folder, "2 TiB, 4 GiB of it data → qcow2", folder => new BenchContent(folder, StrewnContent).Strewn());
        MeasureMemory(table, folder, "63 TiB, empty → qcow2", folder => new BenchContent(folder, 0).Empty());
        MeasureCutOver(table, folder);
        MeasureShared(table, folder);
        AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
        return 0;

        bool IsWanted(string title) => names.Length == 0 || names.Any(title.Contains);

        void MeasureMemory(Table table, string folder, string title, Func<string, string> make)
        {
            if (IsWanted(title))
            {
                var own = Directory.CreateDirectory(Path.Combine(folder, "memory")).FullName;
                var target = Path.Combine(own, "target.qcow2");
                var (seconds, peak) = Copy(make(own), target, "qcow2", "auto");
                table.AddRow(title, Seconds(seconds), "–", "–", $"{MostMemory} MiB", Met(peak < MostMemory), $"{peak} MiB");
                Directory.Delete(own, recursive: true);
            }
        }

        void MeasureCutOver(Table table, string folder)
        {
            const string Title = "warm: 64 MiB written since, over 4 GiB";
            if (!IsWanted(Title))
            {
                return;
            }

            var (small, large) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                small.Add(CutOver.MeasureAsync(Path.Combine(folder, "warm-1"), 1L << 30, 64 << 20).GetAwaiter().GetResult());
                large.Add(CutOver.MeasureAsync(Path.Combine(folder, "warm-4"), 4L << 30, 64 << 20).GetAwaiter().GetResult());
            }

            var ratio = Median(large) / Median(small);
            table.AddRow(Title, Seconds(Median(large)), Seconds(Median(small)) + " (over 1 GiB)", Times(ratio), "at most 1.5×", Met(ratio <= 1.5), "");
        }

        void MeasureShared(Table table, string folder)
        {
            const string Scaling = "flat → qcow2, one XFS, ten times the data";
            if (!IsWanted("one XFS"))
            {
                return;
            }

            using var xfs = ReflinkVolume.Mount(folder);
            if (xfs is null)
            {
                AnsiConsole.WriteLine("one XFS: left out, only root can mount one");
                return;
            }

            foreach (var disk in DiskCases.Shared(xfs.Folder, new BenchContent(xfs.Folder, SharedContent)))
            {
                Compare(table, disk);
            }

            var tenth = Directory.CreateDirectory(Path.Combine(xfs.Folder, "tenth")).FullName;
            var whole = new BenchContent(xfs.Folder, SharedContent).Flat();
            var part = new BenchContent(tenth, SharedContent / 10 >> 27 << 27).Flat();
            var times = (Whole: new List<double>(), Part: new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                times.Whole.Add(CopyFresh(whole));
                times.Part.Add(CopyFresh(part));
            }

            var ratio = Median(times.Whole) / Median(times.Part);
            table.AddRow(Scaling, Seconds(Median(times.Whole)), Seconds(Median(times.Part)) + " (a tenth)", Times(ratio), "at most 3×", Met(ratio <= 3), "");

            double CopyFresh(string source)
            {
                var target = Path.Combine(xfs.Folder, "target.qcow2");
                Forget(target);
                return Copy(source, target, "qcow2", "auto").Seconds;
            }
        }
    }

    private static void Compare(Table table, DiskCase disk)
    {
        var source = disk.Make();
        var others = disk.Others(source).ToList();
        var ours = new List<double>();
        var theirs = others.Select(_ => new List<double>()).ToList();
        var (most, shared) = (0L, "");
        for (var round = 0; round < Rounds; round++)
        {
            Forget(disk.Target);
            var (seconds, peak) = Copy(source, disk.Target, disk.Format, disk.Cache);
            ours.Add(seconds);
            most = Math.Max(most, peak);
            if (round == 0)
            {
                Shell.Run("qemu-img", "compare", "-f", "vmdk", "-F", disk.Format, source, disk.Target);
                shared = disk.IsShared ? $", {SharedExtents.PercentOf(disk.Target)} % shared" : "";
            }

            for (var i = 0; i < others.Count; i++)
            {
                Forget(disk.Target);
                theirs[i].Add(Shell.Run(others[i][0], others[i][1..]).Seconds + FlushSeconds(disk.Target));
            }
        }

        Forget(disk.Target);
        var ratio = theirs.Select(Median).Min() / Median(ours);
        table.AddRow(
            disk.Title + shared, Seconds(Median(ours)), Seconds(theirs.Select(Median).Min()), Times(ratio), $"{disk.Goal}×", Met(ratio >= disk.Goal), $"{most} MiB");
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

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    private static string Times(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.00}×");

    private static string Met(bool isMet) => isMet ? "yes" : "no";
}
