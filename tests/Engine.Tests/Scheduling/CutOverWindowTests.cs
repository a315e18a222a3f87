using CsCheck;
using V2K.Engine.Scheduling;

namespace V2K.Engine.Tests.Scheduling;

/// <summary>When a window is open, across midnight and both changes of summer time.</summary>
public sealed class CutOverWindowTests
{
    private static readonly string[] Zones =
        ["Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Asia/Kathmandu", "UTC"];

    [Theory]
    // A Saturday in winter and in summer: across midnight, and on days that are none of its own.
    [InlineData("sat", "22:00", "05:00", "2026-11-28T20:59:59Z", null, "2026-11-28T21:00:00Z")]
    [InlineData("sat", "22:00", "05:00", "2026-11-28T21:00:00Z", "2026-11-29T04:00:00Z", "2026-12-05T21:00:00Z")]
    [InlineData("sat", "22:00", "05:00", "2026-11-29T03:59:59Z", "2026-11-29T04:00:00Z", "2026-12-05T21:00:00Z")]
    [InlineData("sat", "22:00", "05:00", "2026-11-29T04:00:00Z", null, "2026-12-05T21:00:00Z")]
    [InlineData("sat", "22:00", "05:00", "2026-11-28T02:00:00Z", null, "2026-11-28T21:00:00Z")]
    [InlineData("sat", "10:00", "12:00", "2026-07-04T09:00:00Z", "2026-07-04T10:00:00Z", "2026-07-11T08:00:00Z")]
    // The night of 29 March 2026 has no 02:00 to 03:00 in Berlin; that of 25 October has it twice.
    [InlineData("sat", "22:00", "05:00", "2026-03-28T21:00:00Z", "2026-03-29T03:00:00Z", "2026-04-04T20:00:00Z")]
    [InlineData("sun", "02:30", "05:00", "2026-03-29T00:59:59Z", null, "2026-03-29T01:00:00Z")]
    [InlineData("sun", "02:30", "05:00", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z", "2026-04-05T00:30:00Z")]
    [InlineData("sun", "01:00", "02:30", "2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-04-04T23:00:00Z")]
    [InlineData("sun", "02:10", "02:40", "2026-03-29T01:00:00Z", null, "2026-04-05T00:10:00Z")]
    [InlineData("sat", "22:00", "05:00", "2026-10-24T20:00:00Z", "2026-10-25T04:00:00Z", "2026-10-31T21:00:00Z")]
    [InlineData("sun", "02:30", "05:00", "2026-10-25T00:30:00Z", null, "2026-10-25T01:30:00Z")]
    [InlineData("sun", "02:30", "05:00", "2026-10-25T01:30:00Z", "2026-10-25T04:00:00Z", "2026-11-01T01:30:00Z")]
    [InlineData("sat", "22:00", "02:30", "2026-10-25T00:29:59Z", "2026-10-25T00:30:00Z", "2026-10-31T21:00:00Z")]
    [InlineData("sat", "22:00", "02:30", "2026-10-25T01:00:00Z", null, "2026-10-31T21:00:00Z")]
    [InlineData("sun", "02:10", "02:40", "2026-10-25T01:10:00Z", "2026-10-25T01:40:00Z", "2026-11-01T01:10:00Z")]
    public void A_window_is_open_from_and_to_the_times_of_its_zone(string day, string from, string to, string now, string? closes, string next)
    {
        var window = Window("Europe/Berlin", from, to, V2K.Engine.Configuration.Choices.Days[day]);

        Assert.Equal(closes is null ? null : Instant(closes), window.At(Instant(now))?.Closes);
        Assert.Equal(Instant(next), window.NextAfter(Instant(now)).Opens);
    }

    [Fact]
    public void Whole_days_that_touch_are_one_window_with_an_opening_each()
    {
        var window = Window("Europe/Berlin", "00:00", "00:00", DayOfWeek.Saturday, DayOfWeek.Sunday);
        var saturday = window.At(Instant("2026-11-28T12:00:00Z"))!;

        Assert.Equal((Instant("2026-11-27T23:00:00Z"), Instant("2026-11-28T23:00:00Z")), (saturday.Opens, saturday.Closes));
        Assert.Equal(Instant("2026-11-29T23:00:00Z"), window.ClosesAfter(saturday));
        Assert.True(window.Fits(Instant("2026-11-28T12:00:00Z"), TimeSpan.FromHours(35)));
        Assert.False(window.Fits(Instant("2026-11-28T12:00:00Z"), TimeSpan.FromHours(35) + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_cut_over_fits_if_it_is_done_before_the_lockout()
    {
        var window = Window("UTC", "22:00", "05:00", DayOfWeek.Saturday) with { Lockout = TimeSpan.FromMinutes(45) };

        Assert.True(window.Fits(Instant("2026-11-29T03:00:00Z"), TimeSpan.FromMinutes(75)));
        Assert.False(window.Fits(Instant("2026-11-29T03:00:01Z"), TimeSpan.FromMinutes(75)));
        Assert.False(window.Fits(Instant("2026-11-29T05:00:00Z"), TimeSpan.Zero));
        Assert.False(window.Fits(Instant("2026-11-28T21:59:59Z"), TimeSpan.Zero));
    }

    [Fact]
    public void While_a_window_is_open_the_clocks_of_its_zone_show_times_between_its_own() => Samples.Sample((window, now) =>
    {
        if (window.At(now) is not { } opening)
        {
            return;
        }

        var day = Shown(window, opening.Opens).Date;
        Assert.Contains(day.DayOfWeek, window.Days);
        for (var at = opening.Opens; at < opening.Closes; at = at.AddMinutes(5))
        {
            Assert.Equal(opening, window.At(at));
            var shown = Shown(window, at);
            var since = shown - day;
            Assert.True(since >= window.From.ToTimeSpan() && since < window.From.ToTimeSpan() + window.Length, $"{shown} in {window.Zone.Id}");
        }

        Assert.NotEqual(opening, window.At(opening.Opens.AddTicks(-1)));
        Assert.NotEqual(opening, window.At(opening.Closes));
    });

    [Fact]
    public void A_window_is_open_whenever_no_change_of_the_clocks_is_near_and_they_show_such_a_time() => Samples.Sample((window, now) =>
    {
        var zone = window.Zone;
        if (zone.GetUtcOffset(now.AddDays(-3)) == zone.GetUtcOffset(now.AddDays(3)))
        {
            var shown = Shown(window, now);
            var isShown = new[] { shown.Date, shown.Date.AddDays(-1) }.Any(day =>
                window.Days.Contains(day.DayOfWeek) && shown - day >= window.From.ToTimeSpan() && shown - day < window.From.ToTimeSpan() + window.Length);
            Assert.Equal(isShown, window.At(now) is not null);
        }
    });

    [Fact]
    public void Nothing_is_open_between_a_closed_window_and_its_next_opening() => Samples.Sample((window, now) =>
    {
        var next = window.NextAfter(now);
        Assert.True(next.Opens > now && next.Closes > next.Opens);
        Assert.Equal(next, window.At(next.Opens));
        var current = window.At(now);
        for (var at = now; at < next.Opens; at = at.AddMinutes(10))
        {
            Assert.True(window.At(at) is null || window.At(at) == current, $"{at}");
        }
    });

    private static Gen<(CutOverWindow, DateTimeOffset)> Samples =>
        from zone in Gen.Int[0, Zones.Length - 1]
        from minutes in Gen.Select(Gen.Int[0, 287], Gen.Int[0, 287])
        from days in Gen.Int[1, 127]
        from isNearChange in Gen.Bool
        from hour in Gen.Int[0, (365 * 24) - 1]
        from second in Gen.Int[0, 3599]
        let at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour).AddSeconds(second)
        let info = TimeZoneInfo.FindSystemTimeZoneById(Zones[zone])
        select (
            new CutOverWindow("w", info)
            {
                From = TimeOnly.MinValue.AddMinutes(5 * minutes.Item1),
                To = TimeOnly.MinValue.AddMinutes(5 * minutes.Item2),
                Days = Enum.GetValues<DayOfWeek>().Where(day => (days & (1 << (int)day)) != 0).ToHashSet(),
            },
            isNearChange ? NearChange(info, at) : at);

    /// <summary>Half of the samples are within a day and a half of a change of the clocks, where there is one.</summary>
    private static DateTimeOffset NearChange(TimeZoneInfo zone, DateTimeOffset at)
    {
        for (var day = 0; day < 366; day++)
        {
            if (zone.GetUtcOffset(at.AddDays(day)) != zone.GetUtcOffset(at.AddDays(day + 1)))
            {
                return at.AddDays(day + ((at.Minute % 4) - 1));
            }
        }

        return at;
    }

    private static DateTime Shown(CutOverWindow window, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, window.Zone).DateTime;

    private static CutOverWindow Window(string zone, string from, string to, params DayOfWeek[] days) => new("w", TimeZoneInfo.FindSystemTimeZoneById(zone))
    {
        From = TimeOnly.Parse(from),
        To = TimeOnly.Parse(to),
        Days = days.ToHashSet(),
    };

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text);
}
