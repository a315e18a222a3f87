using System.Globalization;

namespace V2K.Benchmarks.Disks;

/// <summary>How long one command took, round by round.</summary>
internal sealed class Timings
{
    private const int Rounds = 3;

    /// <summary>Of a command that takes so many seconds, one round tells enough.</summary>
    private const double Long = 15;

    private readonly List<double> _seconds = [];

    /// <summary>Whether no further round is wanted.</summary>
    internal bool IsSettled => _seconds.Count == Rounds || _seconds.Exists(seconds => seconds > Long);

    /// <summary>The median, in seconds; of two rounds the longer.</summary>
    internal double Median => _seconds.Order().ElementAt(_seconds.Count / 2);

    /// <summary>The median as the table shows it.</summary>
    internal string Spelt => string.Create(CultureInfo.InvariantCulture, $"{Median:0.00} s{(_seconds.Count == 1 ? " (once)" : "")}");

    /// <summary>Adds a round.</summary>
    internal void Add(double seconds) => _seconds.Add(seconds);

    /// <summary>Takes <paramref name="commands"/> in turn, round after round, until each is settled.</summary>
    internal static IReadOnlyList<Timings> Interleave(IReadOnlyList<Func<double>> commands)
    {
        var timings = commands.Select(_ => new Timings()).ToList();
        while (timings.Exists(timing => !timing.IsSettled))
        {
            foreach (var (timing, command) in timings.Zip(commands).Where(pair => !pair.First.IsSettled))
            {
                timing.Add(command());
            }
        }

        return timings;
    }
}
