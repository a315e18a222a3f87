using System.Globalization;

namespace V2K.Benchmarks.Disks;

/// <summary>One row of the table, measured.</summary>
/// <param name="Title">What is copied to what.</param>
/// <param name="Ours">What V2K took.</param>
/// <param name="Theirs">What the other took.</param>
/// <param name="Ratio">Of the two, as the row wants it.</param>
/// <param name="Wanted">The goal.</param>
/// <param name="IsMet">Whether it is met.</param>
/// <param name="Memory">The peak of the copying process, in MiB; null where it says nothing.</param>
internal sealed record DiskRow(string Title, string Ours, string Theirs, double? Ratio, string Wanted, bool IsMet, long? Memory)
{
    /// <summary>Whether the ratio is at least so much: the other was stopped.</summary>
    internal bool IsAtLeast { get; init; }

    /// <summary>What the device alone took for the same bytes, see <see cref="DeviceTraffic"/>; null where that limits nothing.</summary>
    internal string? Device { get; init; }

    /// <summary>Why there are no figures.</summary>
    internal string? Failure { get; private init; }

    /// <summary>The row's cells.</summary>
    internal string[] Cells => Failure is null
        ? [Title, Ours, Theirs, Spelt(Ratio), Wanted, IsMet ? "yes" : "no", Device ?? "", Memory is { } memory ? $"{memory} MiB" : ""]
        : [Title, "failed", "–", "–", Wanted, "no", "", ""];

    /// <summary>The row as it is told when it has just been measured.</summary>
    internal string Line => Failure is null
        ? $"{Title}: {Ours}, the other {Theirs}, {Cells[3]}; wanted {Wanted}: {Cells[5]}{(Device is null ? "" : ", the device alone " + Device)}{(Memory is null ? "" : ", " + Cells[7])}"
        : $"{Title}: failed: {Failure}";

    /// <summary>A row that could not be measured.</summary>
    internal static DiskRow Failed(string title, string why) => new(title, "", "", Ratio: null, "", IsMet: false, Memory: null) { Failure = why };

    /// <summary>A goal as the table shows it.</summary>
    internal static string Goal(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio}×");

    private string Spelt(double? ratio) => ratio is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{(IsAtLeast ? "> " : "")}{ratio:0.00}×");
}
