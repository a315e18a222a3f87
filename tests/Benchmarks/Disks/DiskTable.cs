using System.Globalization;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace V2K.Benchmarks.Disks;

/// <summary>
/// The disk engine against qemu-img and cp, in pairs on this machine. Each row is told as soon as it is measured, the
/// table at the end; a row that fails leaves the others theirs.
/// </summary>
internal sealed class DiskTable
{
    private const string SizeOption = "--size=";

    /// <summary>
    /// The content of a disk, unless the command line says otherwise: 2 GiB. Where memory is measured, twice as much; where sharing is timed,
    /// <see cref="Shared"/> times: of less, nearly all that is timed is how a process starts.
    /// </summary>
    private const long Content = 2L << 30;

    private const int Shared = 4;

    private readonly List<DiskRow> _rows = [];
    private readonly string _folder;
    private readonly string[] _names;
    private readonly long _size;
    private volatile bool _isStopped;

    private DiskTable(string folder, string[] words)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _names = [.. words.Where(word => !word.StartsWith(SizeOption, StringComparison.Ordinal))];
        _size = words.Except(_names).Select(SizeOf).LastOrDefault(Content);
    }

    /// <summary>Measures the rows whose titles contain one of <paramref name="words"/>, or all; <c>--size=64M</c> among them makes the disks smaller.</summary>
    /// <returns>The exit status: 0 when no row failed.</returns>
    internal static int Run(string folder, string[] words)
    {
        var table = new DiskTable(folder, words);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, table.Stop);
        using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, table.Stop);
        table.MeasureAll();
        table.Print();
        return table._rows.Exists(row => row.Failure is not null) || table._isStopped ? 1 : 0;
    }

    private static long SizeOf(string option) => long.Parse(option.AsSpan(SizeOption.Length).TrimEnd('M'), CultureInfo.InvariantCulture) << 20;

    private void MeasureAll()
    {
        foreach (var disk in DiskCases.Plain(_folder, new BenchContent(_folder, _size)))
        {
            Measure(disk.Title, () => DiskMeasure.Compare(disk));
        }

        MeasureMemory("2 TiB, a little of it data → qcow2", folder => new BenchContent(folder, 2 * _size).Strewn());
        MeasureMemory("63 TiB, empty → qcow2", folder => new BenchContent(folder, 0).Empty());

        const string Warm = "warm: a little written since, over four times the disk";
        Measure(Warm, () => DiskMeasure.CutOvers(Warm, _folder, _size / 32, _size / 2));

        const string Archive = "streamOptimized in an OVA → qcow2, against the same beside it";
        Measure(Archive, () => DiskMeasure.InArchive(Archive, _folder, _size));

        const string OneXfs = "one XFS";
        if (IsWanted(OneXfs))
        {
            Measure(OneXfs, MeasureShared);
        }
    }

    private void MeasureMemory(string title, Func<string, string> make) => Measure(title, () => DiskMeasure.Memory(title, _folder, make));

    private void MeasureShared()
    {
        const string Scaling = "flat → qcow2, one XFS, ten times the data";
        using var xfs = ReflinkVolume.Mount(_folder)
            ?? throw new InvalidOperationException("only root can mount one");
        foreach (var disk in DiskCases.Shared(xfs.Folder, new BenchContent(xfs.Folder, Shared * _size)))
        {
            Measure(disk.Title, () => DiskMeasure.Compare(disk));
        }

        Measure(Scaling, () => DiskMeasure.Scaling(Scaling, xfs.Folder, Shared * _size));
    }

    private void Measure(string title, Func<DiskRow> measure)
    {
        if (IsWanted(title))
        {
            Measure(title, () => Add(measure()));
        }
    }

    /// <summary>Has <paramref name="measure"/> add its rows, or adds one that says why it could not.</summary>
    private void Measure(string title, Action measure)
    {
        if (_isStopped)
        {
            return;
        }

        try
        {
            measure();
        }
        catch (Exception failed) when (failed is InvalidOperationException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            Add(DiskRow.Failed(title, failed.Message));
        }
    }

    private void Add(DiskRow row)
    {
        _rows.Add(row);
        Console.WriteLine(row.Line);
    }

    private void Print()
    {
        var table = new Table().AddColumns("source → target", "V2K", "the other", "ratio", "wanted", "met", "device alone", "peak memory");
        foreach (var row in _rows)
        {
            table.AddRow([.. row.Cells.Select(Markup.Escape)]);
        }

        AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
    }

    private bool IsWanted(string title) => _names.Length == 0 || Array.Exists(_names, title.Contains);

    /// <summary>Ends the run after the command that is under way, so that what was mounted is unmounted.</summary>
    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _isStopped = true;
    }
}
