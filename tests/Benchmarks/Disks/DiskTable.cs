using Spectre.Console;

namespace V2K.Benchmarks.Disks;

/// <summary>
/// The disk engine against qemu-img and cp, in pairs on this machine: both copy the same disk in turn, the source in the
/// page cache and the target flushed, and the medians of three rounds are compared. qemu-img gets the best of its flags.
/// </summary>
internal static class DiskTable
{
    private const int Rounds = 3;

    private static readonly string[][] QemuFlags = [[], ["-m", "16", "-W"]];

    /// <summary>Runs the cases whose titles contain one of <paramref name="names"/>, or all; prints the table.</summary>
    internal static int Run(string folder, string[] names)
    {
        Directory.CreateDirectory(folder);
        var table = new Table().AddColumns("source → target", "native", "the other", "ratio", "at least", "peak memory");
        foreach (var disk in Cases(folder).Where(disk => names.Length == 0 || names.Any(disk.Title.Contains)))
        {
            table.AddRow(Measure(disk));
        }

        AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
        return 0;
    }

    private static IEnumerable<DiskCase> Cases(string folder)
    {
        var content = new BenchContent(folder);
        (string Kind, Func<string> Make, double Goal)[] kinds =
        [
            ("streamOptimized", () => content.Of("streamOptimized"), 5),
            ("monolithicSparse", () => content.Of("monolithicSparse"), 1.5),
            ("vmfsSparse delta over flat", content.Cowd, 10),
            ("flat", content.Flat, 1),
        ];
        foreach (var (kind, make, goal) in kinds)
        {
            foreach (var format in new[] { "raw", "qcow2" })
            {
                var target = Path.Combine(folder, "target." + format);
                yield return new DiskCase($"{kind} → {format}", make, target, format, goal, source => QemuFlags.Select(
                    flags => (string[])["qemu-img", "convert", .. flags, "-f", "vmdk", "-O", format, source, target]));
            }
        }

        var copy = Path.Combine(folder, "target.raw");
        yield return new DiskCase("flat → raw, against cp --sparse", content.Flat, copy, "raw", 0.85, source =>
            [["sh", "-c", "cp --sparse=always \"$0\" \"$1\" && sync \"$1\"", BenchContent.RawOf(source), copy]]);

        using var xfs = ReflinkVolume.Mount(folder);
        if (xfs is null)
        {
            AnsiConsole.WriteLine("reflink cases left out: only root can mount an XFS");
            yield break;
        }

        var reflinks = new BenchContent(xfs.Folder);
        foreach (var format in new[] { "raw", "qcow2" })
        {
            var target = Path.Combine(xfs.Folder, "target." + format);
            foreach (var (kind, make) in new[] { ("flat", (Func<string>)reflinks.Flat), ("monolithicSparse", () => reflinks.Of("monolithicSparse")) })
            {
                yield return new DiskCase($"{kind} → {format}, one XFS", make, target, format, 30, source => QemuFlags.Select(
                    flags => (string[])["qemu-img", "convert", .. flags, "-f", "vmdk", "-O", format, source, target]));
            }
        }
    }

    private static string[] Measure(DiskCase disk)
    {
        var source = disk.Make();
        var others = disk.Others(source).ToList();
        var ours = new List<double>();
        var theirs = others.Select(_ => new List<double>()).ToList();
        var peak = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            Forget(disk.Target);
            var (seconds, output) = Shell.Run(
                "dotnet", typeof(DiskTable).Assembly.Location, "copy", source, disk.Target, disk.Format);
            ours.Add(seconds);
            peak = Math.Max(peak, long.Parse(output));
            for (var i = 0; i < others.Count; i++)
            {
                Forget(disk.Target);
                theirs[i].Add(Shell.Run(others[i][0], others[i][1..]).Seconds);
            }
        }

        Forget(disk.Target);
        var best = theirs.Select(Median).Min();
        return
        [
            disk.Title, $"{Median(ours):0.00} s", $"{best:0.00} s", $"{best / Median(ours):0.00}×", $"{disk.Goal}×", $"{peak >> 10} MiB",
        ];
    }

    private static void Forget(string target)
    {
        File.Delete(target);
        Shell.Run("sync");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed record DiskCase(
        string Title, Func<string> Make, string Target, string Format, double Goal, Func<string, IEnumerable<string[]>> Others);
}
