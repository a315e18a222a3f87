using V2K.Engine.Guests;
using V2K.Engine.Planning;
using V2K.Engine.Stages;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.CutOvers;

/// <summary>How long cut-overs take: what is left to copy at the measured rate, the other stages as measured, and shut-down and start as earlier cut-overs had them.</summary>
/// <param name="rates">What was measured of stages and copies.</param>
/// <param name="earlier">Earlier cut-overs.</param>
internal sealed class CutOverEstimate(MeasuredRates rates, IReadOnlyList<CutOverRecord> earlier)
{
    /// <summary>What is assumed of a shut-down, and of a start until the first answer, before any was measured.</summary>
    private static readonly TimeSpan Assumed = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _shutDown = Median(earlier, "shut-down");
    private readonly TimeSpan _start = Median(earlier, "start");

    /// <summary>By what <paramref name="states"/> have measured.</summary>
    internal static CutOverEstimate By(IReadOnlyList<VmState?> states) =>
        new(MeasuredRates.Of(states), [.. states.Select(state => state?.CutOver).OfType<CutOverRecord>().Where(record => record.Done is not null)]);

    /// <summary>The time from the shut-down of <paramref name="job"/> to its first answer. Reads headers and tables of its disks.</summary>
    internal TimeSpan Of(VmJob job)
    {
        var bytes = job.View.Disks.Where(disk => disk.Summary is not null).Sum(disk => Left(job, disk) ?? disk.Summary!.AllocatedBytes);
        var seconds = ((double)bytes / rates.CopyBytesPerSecond) + rates.StageSeconds[nameof(Stage.Define)]
            + (job.Config.Adjust.Kind is AdjustKind.None ? 0 : rates.StageSeconds[nameof(Stage.Adjust)]);
        return _shutDown + TimeSpan.FromSeconds(seconds) + (job.Config.CutOver.Start ? _start : TimeSpan.FromSeconds(rates.StageSeconds[nameof(Stage.TestBoot)]));
    }

    /// <summary>Null for all of the disk, and where VMware is writing to what would tell.</summary>
    private static long? Left(VmJob job, Concerns.DiskView disk)
    {
        try
        {
            return RemainingWork.Of(job, disk);
        }
        catch (V2KException)
        {
            return null;
        }
    }

    private static TimeSpan Median(IReadOnlyList<CutOverRecord> earlier, string part)
    {
        List<double> seconds = [.. earlier.SelectMany(record => record.Parts).Where(known => known.Name == part).Select(known => known.Seconds)];
        return seconds.Count > 0 ? TimeSpan.FromSeconds(MeasuredRates.Median(seconds)) : Assumed;
    }
}
