using V2K.Engine.Reporting;

namespace V2K.Engine.Tests.Reporting;

public sealed class TimelineTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_bar_begins_and_ends_where_its_step_did()
    {
        var timeline = Assert.Single(Of(("web01", Step("Translate", 0, 10)), ("web01", Step("Convert", 10, 40)), ("db01", Step("Convert", 30, 40))));

        Assert.Equal("2026-03-01 12:00:00 to 12:00:40 UTC, 40 s", timeline.Title);
        Assert.Equal(["web01", "db01"], timeline.Rows.Select(row => row.Vm));
        Assert.Equal([(0.0, 25.0), (25.0, 75.0)], timeline.Rows[0].Bars.Select(bar => (bar.At, bar.Width)));
        Assert.Equal([(75.0, 25.0)], timeline.Rows[1].Bars.Select(bar => (bar.At, bar.Width)));
        Assert.Equal("Convert web01: 30 s", timeline.Rows[0].Bars[1].Title);
    }

    [Fact]
    public void The_axis_has_a_few_round_times()
    {
        var timeline = Assert.Single(Of(("web01", Step("Convert", 7, 3 * 60))));

        Assert.Equal(["12:01:00", "12:02:00", "12:03:00"], timeline.Ticks.Select(tick => tick.Label));
        Assert.Equal(100, timeline.Ticks[^1].At);
    }

    [Fact]
    public void A_pause_of_more_than_half_an_hour_begins_another_and_the_latest_comes_first()
    {
        var timelines = Of(("web01", Step("Convert", 0, 60)), ("web01", Step("TestBoot", 3600, 3700)));

        Assert.Equal(["TestBoot", "Convert"], timelines.Select(timeline => Assert.Single(Assert.Single(timeline.Rows).Bars).Stage));
    }

    [Fact]
    public void A_step_under_way_bridges_a_pause_of_others() => Assert.Single(
        Of(("web01", Step("Convert", 0, 7200)), ("db01", Step("Convert", 10, 20)), ("db01", Step("TestBoot", 7000, 7100))));

    [Fact]
    public void Steps_that_took_no_time_can_be_drawn()
    {
        var timeline = Assert.Single(Of(("web01", Step("Translate", 5, 5))));

        Assert.Equal((0, 0), (timeline.Rows[0].Bars[0].At, timeline.Rows[0].Bars[0].Width));
    }

    private static StepReport Step(string stage, int from, int to) =>
        new(stage, "web01", Noon.AddSeconds(from), Noon.AddSeconds(to), Bytes: 0, "");

    private static IReadOnlyList<Timeline> Of(params (string Vm, StepReport Step)[] steps) =>
        Timeline.Of(steps.GroupBy(step => step.Vm, StringComparer.Ordinal)
            .Select(vm => (vm.Key, "vm-" + vm.Key, (IReadOnlyList<StepReport>)[.. vm.Select(step => step.Step)])));
}
