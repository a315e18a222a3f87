using V2K.Rules.Annotations;
using V2K.Rules.Model;
using Timer = V2K.Rules.Model.Timer;

namespace V2K.Rules.General;

/// <summary>
/// The clock: UTC, or local time for Windows, which expects it. Missed ticks are made up for, and the emulated HPET
/// is left out, because guests that find it prefer it to faster clocks.
/// </summary>
/// <example>
/// guestOS = "debian11-64"
/// →
/// &lt;clock offset='utc'&gt;&lt;timer name='rtc' tickpolicy='catchup'/&gt;&lt;timer name='pit' tickpolicy='delay'/&gt;&lt;timer name='hpet' present='no'/&gt;&lt;/clock&gt;
/// </example>
[Rule(nameof(Domain.Clock), Topic.General)]
public static class ClockRule
{
    private static readonly DomainClock Utc = new("utc", [
        new Timer("rtc", TickPolicy: "catchup"), new Timer("pit", TickPolicy: "delay"), new Timer("hpet", Present: false)]);

    private static readonly DomainClock Windows = new("localtime", [.. Utc.Timers, new Timer("hypervclock", Present: true)]);

    public static DomainClock Map([From(nameof(Facts.Guest))] GuestSystem guest) =>
        guest.Family == GuestFamily.Windows ? Windows : Utc;
}
