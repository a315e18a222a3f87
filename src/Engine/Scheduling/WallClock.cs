namespace V2K.Engine.Scheduling;

/// <summary>When the clocks of a time zone show a time. Asks the zone only for offsets of instants, which are unambiguous.</summary>
internal static class WallClock
{
    /// <summary>Offsets differ by up to 26 hours from one another, and are at most 14 from UTC: a day away, the offset before or after a change counts.</summary>
    private static readonly TimeSpan Aside = TimeSpan.FromDays(1);

    /// <summary>The last instant at which the clocks of <paramref name="zone"/> show <paramref name="time"/>; where they skip it, the instant of the change.</summary>
    internal static DateTimeOffset Last(DateTime time, TimeZoneInfo zone) => Find(time, zone).Last;

    /// <summary>The first instant after <paramref name="after"/> at which they show it, or skip it.</summary>
    internal static DateTimeOffset FirstAfter(DateTimeOffset after, DateTime time, TimeZoneInfo zone) =>
        Find(time, zone) is var (first, last) && first > after ? first : last;

    /// <summary>The date and time that the clocks of <paramref name="zone"/> show at <paramref name="instant"/>.</summary>
    internal static DateTime At(DateTimeOffset instant, TimeZoneInfo zone) => instant.UtcDateTime + zone.GetUtcOffset(instant.UtcDateTime);

    private static (DateTimeOffset First, DateTimeOffset Last) Find(DateTime time, TimeZoneInfo zone)
    {
        var utc = DateTime.SpecifyKind(time, DateTimeKind.Utc);
        var (before, after) = (zone.GetUtcOffset(utc - Aside), zone.GetUtcOffset(utc + Aside));
        var (early, late) = (utc - before, utc - after);
        return (zone.GetUtcOffset(early) == before, zone.GetUtcOffset(late) == after) switch
        {
            (true, true) => (Instant(early), Instant(late)),
            (true, false) => (Instant(early), Instant(early)),
            (false, true) => (Instant(late), Instant(late)),
            _ => (Change(utc, zone), Change(utc, zone)),
        };
    }

    /// <summary>The first second of the offset that counts a day after <paramref name="around"/>.</summary>
    private static DateTimeOffset Change(DateTime around, TimeZoneInfo zone)
    {
        var before = zone.GetUtcOffset(around - Aside);
        var (low, high) = (0L, 2 * (long)Aside.TotalSeconds);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = zone.GetUtcOffset((around - Aside).AddSeconds(middle)) == before ? (middle, high) : (low, middle);
        }

        return Instant((around - Aside).AddSeconds(high));
    }

    private static DateTimeOffset Instant(DateTime utc) => new(utc, TimeSpan.Zero);
}
