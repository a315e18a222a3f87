using System.Globalization;

namespace V2K.Benchmarks.Disks;

/// <summary>How long one command took, round by round.</summary>
internal sealed class Timings
{
    /// <summary>Of a command that takes so many seconds, one round tells enough.</summary>
    internal const double Long = 15;

    private const int Rounds = 5;

    private readonly List<Timing> _rounds = [];

    /// <summary>Whether no further round is wanted.</summary>
    internal bool IsSettled => _rounds.Count == Rounds || IsStopped || _rounds.Exists(round => round.Seconds > Long);

    /// <summary>Whether it was stopped, so that it takes longer than <see cref="Median"/> says.</summary>
    internal bool IsStopped => _rounds.Exists(round => round.IsStopped);

    /// <summary>The median, in seconds; of two rounds the longer.</summary>
    internal double Median => _rounds.Select(round => round.Seconds).Order().ElementAt(_rounds.Count / 2);

    /// <summary>The median as the table shows it.</summary>
    internal string Spelt => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsStopped ? "> " : "")}{Median:0.00} s{(IsStopped ? " (stopped)" : _rounds.Count == 1 ? " (once)" : "")}");

    /// <summary>Adds a round.</summary>
    internal void Add(Timing round) => _rounds.Add(round);

    /// <summary>Takes <paramref name="commands"/> in turn, round after round, until each is settled.</summary>
    internal static IReadOnlyList<Timings> Interleave(IReadOnlyList<Func<Timing>> commands)
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
