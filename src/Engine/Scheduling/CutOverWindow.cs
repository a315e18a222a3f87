namespace V2K.Engine.Scheduling;

/// <summary>
/// The time in which VMs may be cut over, an entry of <c>windows:</c>. It opens on some days of the week and closes on the same day or the next one,
/// by the clocks of <see cref="Zone"/>.
/// </summary>
/// <param name="Name">What waves call it.</param>
/// <param name="Zone">The time zone of <see cref="From"/> and <see cref="To"/>.</param>
public sealed record CutOverWindow(string Name, TimeZoneInfo Zone)
{
    /// <summary>A window that opens rarely does so within this many days: <see cref="Days"/> are days of a week, and a change of summer time may skip one.</summary>
    private const int MostDaysAhead = 15;

    /// <summary>The days on which it opens.</summary>
    public IReadOnlySet<DayOfWeek> Days { get; init; } = Enum.GetValues<DayOfWeek>().ToHashSet();

    /// <summary>
    /// When it opens. On a day on which clocks skip this time, it opens at the change; on one on which they show it twice, the second time, so that no
    /// clock ever shows an earlier time while it is open.
    /// </summary>
    public TimeOnly From { get; init; }

    /// <summary>
    /// When it closes: on the next day if this is not after <see cref="From"/>. Where clocks skip this time, at the change; where they show it twice
    /// while it is open, the first time.
    /// </summary>
    public TimeOnly To { get; init; }

    /// <summary>How long before its end a cut-over must be done.</summary>
    public TimeSpan Lockout { get; init; }

    /// <summary>How many VMs may be cut over each time it opens; null for any number.</summary>
    public int? Capacity { get; init; }

    /// <summary>How long it is open on a day without a change of summer time.</summary>
    public TimeSpan Length => From == To ? TimeSpan.FromDays(1) : To - From;

    /// <summary>The opening that <paramref name="now"/> is in; null while the window is closed.</summary>
    public WindowOpening? At(DateTimeOffset now)
    {
        // The opening of yesterday may last past midnight, and one of 24 hours lasts 25 when clocks are set back.
        var today = DateOnly.FromDateTime(WallClock.At(now, Zone));
        for (var ago = 0; ago <= 2; ago++)
        {
            if (Opening(today.AddDays(-ago)) is { } opening && opening.Contains(now))
            {
                return opening;
            }
        }

        return null;
    }

    /// <summary>The first opening that begins after <paramref name="now"/>.</summary>
    public WindowOpening NextAfter(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(WallClock.At(now, Zone));
        for (var ahead = 0; ahead <= MostDaysAhead; ahead++)
        {
            if (Opening(today.AddDays(ahead)) is { } opening && opening.Opens > now)
            {
                return opening;
            }
        }

        throw new InvalidOperationException($"the window {Name} never opens");
    }

    /// <summary>
    /// When the window closes that <paramref name="opening"/> belongs to: openings that begin where another ends, such as whole days of a weekend, are one.
    /// At most two weeks later.
    /// </summary>
    public DateTimeOffset ClosesAfter(WindowOpening opening)
    {
        ArgumentNullException.ThrowIfNull(opening);
        var closes = opening.Closes;
        for (var days = 1; days < MostDaysAhead && At(closes) is { } next; days++)
        {
            closes = next.Closes;
        }

        return closes;
    }

    /// <summary>Whether a cut-over that starts at <paramref name="now"/> and takes <paramref name="time"/> is done before the lockout of its opening.</summary>
    public bool Fits(DateTimeOffset now, TimeSpan time) => At(now) is { } opening && now + time <= ClosesAfter(opening) - Lockout;

    /// <summary>The most time that a cut-over can have in an opening of the two weeks after <paramref name="now"/>, lockout taken off.</summary>
    public TimeSpan Longest(DateTimeOffset now)
    {
        var longest = TimeSpan.Zero;
        for (var opening = NextAfter(now); opening.Opens < now.AddDays(MostDaysAhead); opening = NextAfter(opening.Opens))
        {
            var length = ClosesAfter(opening) - opening.Opens - Lockout;
            longest = length > longest ? length : longest;
        }

        return longest;
    }

    /// <summary>The opening of a day; null on a day on which it does not open.</summary>
    private WindowOpening? Opening(DateOnly day)
    {
        if (!Days.Contains(day.DayOfWeek))
        {
            return null;
        }

        var opens = WallClock.Last(day.ToDateTime(From), Zone);
        var closes = WallClock.FirstAfter(opens, (To > From ? day : day.AddDays(1)).ToDateTime(To), Zone);
        return closes > opens ? new WindowOpening(opens, closes) : null;
    }
}

/// <summary>One time that a window is open.</summary>
/// <param name="Opens">Its first instant.</param>
/// <param name="Closes">The first instant after it.</param>
public sealed record WindowOpening(DateTimeOffset Opens, DateTimeOffset Closes)
{
    /// <summary>Whether the window is open at <paramref name="now"/>.</summary>
    public bool Contains(DateTimeOffset now) => Opens <= now && now < Closes;
}
