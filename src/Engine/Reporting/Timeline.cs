namespace V2K.Engine.Reporting;

/// <summary>
/// A stretch of time in which steps were done without a long pause, laid out to be drawn: all positions are percents of its
/// length. A migration takes weeks and its steps take minutes, so one axis for all of it would show nothing.
/// </summary>
/// <param name="Title">When it was, UTC, and how long.</param>
/// <param name="Ticks">The axis.</param>
/// <param name="Rows">One a VM, in the order in which they began.</param>
public sealed record Timeline(string Title, IReadOnlyList<Timeline.Tick> Ticks, IReadOnlyList<Timeline.Row> Rows)
{
    private const int MostTicks = 6;
    private const double Whole = 100;

    /// <summary>A longer pause begins a new stretch.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan[] Intervals =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1),
    ];

    /// <summary>A mark on the axis.</summary>
    public sealed record Tick(double At, string Label);

    /// <summary>What was done for one VM.</summary>
    public sealed record Row(string Vm, string Anchor, IReadOnlyList<Bar> Bars);

    /// <summary>A step.</summary>
    public sealed record Bar(string Stage, double At, double Width, string Title);

    /// <summary>The stretches of all steps, the latest first.</summary>
    /// <param name="vms">Every VM's name, anchor and steps.</param>
    public static IReadOnlyList<Timeline> Of(IEnumerable<(string Vm, string Anchor, IReadOnlyList<StepReport> Steps)> vms)
    {
        var timelines = new List<Timeline>();
        var stretch = new List<(string Vm, string Anchor, StepReport Step)>();
        var end = DateTimeOffset.MinValue;
        foreach (var item in vms.SelectMany(vm => vm.Steps.Select(step => (vm.Vm, vm.Anchor, Step: step))).OrderBy(item => item.Step.Started))
        {
            if (stretch.Count > 0 && item.Step.Started - end > Pause)
            {
                timelines.Add(Lay(stretch));
                stretch.Clear();
            }

            stretch.Add(item);
            end = item.Step.Finished > end ? item.Step.Finished : end;
        }

        if (stretch.Count > 0)
        {
            timelines.Add(Lay(stretch));
        }

        timelines.Reverse();
        return timelines;
    }

    private static Timeline Lay(List<(string Vm, string Anchor, StepReport Step)> items)
    {
        var start = items.Min(item => item.Step.Started);
        var end = items.Max(item => item.Step.Finished);
        var length = Math.Max((end - start).TotalSeconds, 0.001);
        return new Timeline(
            $"{start:yyyy-MM-dd HH:mm:ss} to {end:HH:mm:ss} UTC, {Words.Duration(end - start)}",
            [.. RoundTimes(start, end).Select(at => new Tick(Percent(at), $"{at:HH:mm:ss}"))],
            [
                .. items.GroupBy(item => item.Anchor, StringComparer.Ordinal).Select(vm => new Row(
                    vm.First().Vm,
                    vm.Key,
                    [
                        .. vm.Select(item => new Bar(
                            item.Step.Stage,
                            Percent(item.Step.Started),
                            Math.Round(Whole * item.Step.Duration.TotalSeconds / length, 2),
                            $"{item.Step.Stage} {item.Step.Label}: {Words.Duration(item.Step.Duration)}")),
                    ])),
            ]);

        double Percent(DateTimeOffset at) => Math.Round(Whole * (at - start).TotalSeconds / length, 2);
    }

    /// <summary>Round times within the stretch.</summary>
    private static IEnumerable<DateTimeOffset> RoundTimes(DateTimeOffset start, DateTimeOffset end)
    {
        var interval = Intervals.FirstOrDefault(interval => (end - start) / interval <= MostTicks, Intervals[^1]);
        var first = new DateTimeOffset((start.UtcTicks + interval.Ticks - 1) / interval.Ticks * interval.Ticks, TimeSpan.Zero);
        for (var at = first; at <= end; at += interval)
        {
            yield return at;
        }
    }
}
