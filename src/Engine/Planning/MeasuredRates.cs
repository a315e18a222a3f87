using System.Text.Json.Serialization;
using V2K.Engine.Stages;
using V2K.Engine.State;

namespace V2K.Engine.Planning;

/// <summary>How fast earlier runs were here; where there is nothing to go by, what is assumed.</summary>
/// <param name="CopyBytesPerSecond">The median rate of a disk's copy.</param>
/// <param name="IsCopyMeasured">False: no disk was copied here yet, and the rate is assumed.</param>
/// <param name="StageSeconds">The median time of a step of the other stages, measured or assumed.</param>
public sealed record MeasuredRates(long CopyBytesPerSecond, bool IsCopyMeasured, IReadOnlyDictionary<string, double> StageSeconds)
{
    /// <summary>What is assumed of a copy: a spinning disk or a 1 GbE line, with room to spare.</summary>
    public const long AssumedCopyBytesPerSecond = 100_000_000;

    /// <summary>Whether disks were copied here, be it too little to measure.</summary>
    [JsonIgnore]
    public bool HasCopies { get; private init; }

    /// <summary>A copy of less says more of its beginning and end than of its rate.</summary>
    private const long LeastMeasuredBytes = 16 << 20;

    private static readonly (Stage Stage, double Seconds)[] Assumed =
        [(Stage.Translate, 0.01), (Stage.Adjust, 30), (Stage.Define, 0.5), (Stage.TestBoot, 60)];

    /// <summary>What the states of earlier runs tell.</summary>
    public static MeasuredRates Of(IEnumerable<VmState?> states)
    {
        var records = states.Where(state => state is not null)
            .SelectMany(state => state!.Steps)
            .ToLookup(step => step.Key.Stage, step => step.Value);
        List<StepRecord> copies = [.. records[Stage.Convert].Concat(records[Stage.Precopy]).Where(record => record.Bytes > 0 && record.Seconds > 0)];
        var rates = copies.Where(record => record.Bytes >= LeastMeasuredBytes).Select(record => record.Bytes / record.Seconds).ToList();
        if (rates.Count == 0 && copies.Sum(record => record.Bytes) >= LeastMeasuredBytes)
        {
            // Many small disks tell as much together as a large one.
            rates.Add(copies.Sum(record => record.Bytes) / copies.Sum(record => record.Seconds));
        }

        return new MeasuredRates(
            rates.Count > 0 ? (long)Median(rates) : AssumedCopyBytesPerSecond,
            rates.Count > 0,
            Assumed.ToDictionary(
                assumed => assumed.Stage.ToString(),
                assumed => records[assumed.Stage].Select(record => record.Seconds).ToList() is { Count: > 0 } measured
                    ? Median(measured)
                    : assumed.Seconds,
                StringComparer.Ordinal))
        { HasCopies = records[Stage.Convert].Any() };
    }

    /// <summary>The middle one of <paramref name="values"/>, of which there is at least one; sorts them.</summary>
    internal static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
