using V2K.Build.Console;

namespace V2K.Pipeline.Tests;

/// <summary>What an administrator sees on a terminal while VMs are migrated.</summary>
public sealed class LiveViewTests
{
    private static readonly LiveStyle Colorful = new(HasColors: true, HasUnicode: true);

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Rows_fit_the_terminal_and_say_percent_rate_and_time_left(int width)
    {
        var screen = new Screen(width);
        var clock = new Clock();
        using var view = new LiveView(screen, () => (width, 24), Colorful, vms: 20, clock);
        var slow = view.Add("monitoring-prometheus-long-name-node-1", "Convert monitoring-prometheus-long-name-node-1.qcow2");
        var fast = view.Add("db01", "Convert db01_1.qcow2");
        view.Add("数据库", "Adjust 数据库");
        view.Update(slow, 0, 100L << 30);
        view.Update(fast, 0, 1L << 30);
        clock.Advance(TimeSpan.FromSeconds(4));
        view.Update(slow, 4L << 20, 100L << 30);
        view.Update(fast, 512L << 20, 1L << 30);

        view.Say("drawn");

        var rows = screen.Lines.Skip(1).ToList();
        Assert.Equal(4, rows.Count);
        Assert.StartsWith("0:00:04  0 of 20 V", rows[0], StringComparison.Ordinal);
        Assert.All(rows, row => Assert.True(row.Length < width, row));
        if (width >= 60)
        {
            Assert.EndsWith(" 0 %     1 MiB/s 28:26:36", rows[1], StringComparison.Ordinal);
            Assert.Matches("^db01 .*Convert .* 50 %   128 MiB/s  0:00:04$", rows[2]);
            Assert.EndsWith("0:00:04 so far", rows[3], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 24)]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    public void A_terminal_without_a_size_or_next_to_none_is_drawn_on_all_the_same(int width, int height)
    {
        var screen = new StringWriter();
        using (var view = new LiveView(screen, () => (width, height), Colorful, vms: 3, new Clock()))
        {
            view.Add("web01", "Convert web01.qcow2");
            view.Add("web02", "Convert web02.qcow2");
            view.Fail("web03");
            view.Say("first");
            view.Say("second");
        }

        Assert.Contains("first", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_stay_on_the_screen_and_progress_rows_disappear()
    {
        var screen = new Screen(60);
        var clock = new Clock();
        var wrapped = "error: web01: " + string.Join(' ', Enumerable.Repeat("reason", 20));
        using (var view = new LiveView(screen, () => (60, 24), Colorful, vms: 3, clock))
        {
            var rows = Enumerable.Range(0, 5).Select(i => view.Add($"web{i:00}", $"Convert web{i:00}.qcow2")).ToList();
            view.Say("first");
            view.Fail("web01");
            view.Say(wrapped, isBad: true);
            view.End();
            foreach (var row in rows)
            {
                view.Remove(row);
                view.Say("done");
            }

            Assert.Equal("0:00:00  1 of 3 VMs done, 1 of them failed", screen.Lines[^2]);
            Assert.Equal("failed: web01", screen.Lines[^1]);
        }

        Assert.Equal(
            "first" + wrapped + "donedonedonedonedone",
            string.Concat(screen.Lines.Select(line => line.Length == 59 ? line + " " : line)));
    }

    [Fact]
    public void More_rows_than_lines_are_counted()
    {
        var screen = new Screen(80);
        using var view = new LiveView(screen, () => (80, 10), Colorful, vms: 0, new Clock());
        for (var i = 0; i < 30; i++)
        {
            view.Add($"web{i:00}", "Adjust web");
        }

        view.Say("said");

        Assert.Equal(9, screen.Lines.Count);
        Assert.Equal("and 24 more under way", screen.Lines[^1]);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        var rate = new ProgressRate();
        rate.Add(TimeSpan.Zero, 0);
        rate.Add(TimeSpan.FromSeconds(1), 1000);
        for (var second = 2; second <= 30; second++)
        {
            rate.Add(TimeSpan.FromSeconds(second), 1000 + second);
        }

        Assert.Equal(1, rate.BytesPerSecond, precision: 3);
    }

    /// <summary>A clock that stands still, and a timer that never comes.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _now += time.Ticks;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
