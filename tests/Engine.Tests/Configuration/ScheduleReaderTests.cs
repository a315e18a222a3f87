using V2K.Engine.Configuration;
using V2K.Engine.Scheduling;
using V2K.Rules;

namespace V2K.Engine.Tests.Configuration;

/// <summary>What <c>windows:</c>, <c>waves:</c> and <c>budgets:</c> say about when work is done, and how much of it at once.</summary>
public sealed class ScheduleReaderTests : IDisposable
{
    private const string Nights = "windows: { nights: { days: [sat, sun], from: \"22:00\", to: \"05:00\", zone: Europe/Berlin, lockout: 45m, capacity: 20 } }\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_window_has_days_times_a_zone_a_lockout_and_a_capacity()
    {
        var window = Assert.Single(Load(Nights + "budgets:").Windows);

        Assert.Equal(("nights", "Europe/Berlin", 20), (window.Name, window.Zone.Id, window.Capacity));
        Assert.Equal((new TimeOnly(22, 0), new TimeOnly(5, 0), TimeSpan.FromMinutes(45)), (window.From, window.To, window.Lockout));
        Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Saturday], window.Days.Order());
    }

    [Fact]
    public void A_window_without_days_and_zone_opens_every_day_by_this_hosts_clock()
    {
        var window = Assert.Single(Load("windows: { always: { from: 00:00, to: 24:00 } }").Windows);

        Assert.Equal(7, window.Days.Count);
        Assert.Equal(TimeZoneInfo.Local, window.Zone);
        Assert.Equal((TimeSpan.FromDays(1), TimeSpan.Zero, (int?)null), (window.Length, window.Lockout, window.Capacity));
    }

    [Fact]
    public void A_wave_has_a_priority_a_cut_over_and_copies_ahead_in_the_zone_of_its_window()
    {
        var wave = Assert.Single(Load(Nights + """
            waves:
              - name: web tier
                vms: "*"
                priority: 10
                precopy: { from: 2026-12-01T20:00, every: 6h }
                cut-over: { window: nights, order: [db*, web*], soak: 1h20m }
            """).Waves);

        Assert.Equal(10, wave.Priority);
        Assert.Equal(new WavePrecopy(new DateTimeOffset(2026, 12, 1, 19, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(6)), wave.Precopy);
        Assert.Equal(("nights", TimeSpan.FromMinutes(80)), (wave.CutOver!.Window, wave.CutOver.Soak));
        Assert.Equal(["db*", "web*"], wave.CutOver.Order);
    }

    [Theory]
    [InlineData("2026-07-01T20:00", "2026-07-01T18:00:00Z")]
    [InlineData("2026-07-01T20:00:30", "2026-07-01T18:00:30Z")]
    [InlineData("2026-12-01 20:00", "2026-12-01T19:00:00Z")]
    [InlineData("2026-12-01T20:00Z", "2026-12-01T20:00:00Z")]
    [InlineData("2026-12-01T20:00:00-05:00", "2026-12-02T01:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00:00Z")]
    public void The_first_copy_ahead_is_at_a_time_of_the_zone_or_of_an_offset(string from, string instant)
    {
        var wave = Assert.Single(Load(Nights + $"waves: [{{ name: a, vms: b, cut-over: {{ window: nights }}, precopy: {{ from: \"{from}\" }} }}]").Waves);

        Assert.Equal(DateTimeOffset.Parse(instant), wave.Precopy!.From);
    }

    [Fact]
    public void Budgets_are_those_of_a_host_and_of_datastores_by_name_or_folder()
    {
        var budgets = Load($$"""
            budgets:
              host: { disks: 4, appliances: 1, test-boots: 2, bandwidth: 400 MiB/s }
              datastores: { ds1: { read: 6 }, "{{_folder["out"]}}/": { write: 4 } }
            """).Budgets;

        Assert.Equal(new HostBudget { Disks = 4, Appliances = 1, TestBoots = 2, BytesPerSecond = 400L << 20 }, budgets.Host);
        Assert.Equal(new DatastoreBudget { Read = 6, Write = 4 }, Assert.Single(budgets.Datastores).Value);
        Assert.Equal("ds1", Assert.Single(budgets.Datastores).Key);
    }

    [Theory]
    [InlineData("1Gbit/s", 125_000_000)]
    [InlineData("10 mb/s", 10_000_000)]
    [InlineData("1 GiB/s", 1 << 30)]
    public void A_bandwidth_is_a_number_and_a_unit(string text, long bytes) =>
        Assert.Equal(bytes, Load($"budgets: {{ host: {{ bandwidth: {text} }} }}").Budgets.Host.BytesPerSecond);

    [Theory]
    [InlineData("windows: { n: }", "n: has no from and to. Write both, as in { from: \"22:00\", to: \"05:00\" }.")]
    [InlineData("windows: { n: { from: 22:00 } }", "to: is missing. Add it; see the example in the README.")]
    [InlineData("windows: { n: { from: 24:00, to: 05:00 } }", "from: '24:00' is no time of day. Write hours and minutes, as in \"22:00\".")]
    [InlineData("windows: { n: { from: 10pm, to: 05:00 } }", "from: '10pm' is no time of day. Write hours and minutes, as in \"22:00\".")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, day: sat } }", "day: is not a known key. Did you mean 'days'?")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, days: [sat, son] } }", "days: 'son' is not valid here. Did you mean 'mon'?")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, zone: Europe/Berlni } }", "zone: 'Europe/Berlni' is no time zone that this host knows. Did you mean 'Europe/Berlin'?")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, zone: ../../etc/localtime } }", "zone: '../../etc/localtime' is no time zone that this host knows. Write an IANA name, such as Europe/Berlin.")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, lockout: 45 } }", "lockout: '45' is no time of at most 31 days. Write whole numbers with d, h, m or s, as in 45m or 1h30m.")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, lockout: 4h } }", "lockout: 4h is no shorter than the window, which is open for 4h. Shorten it.")]
    [InlineData("windows: { n: { from: 1:00, to: 5:00, capacity: 0 } }", "capacity: '0' is not a number from 1 to 100000. Correct it.")]
    [InlineData("waves: [{ name: web, vms: a, prioritiy: 1 }]", "prioritiy: is not a known key. Did you mean 'priority'?")]
    [InlineData("waves: [{ name: web, vms: a, priority: high }]", "priority: 'high' is not a number from 0 to 1000. Correct it.")]
    [InlineData("waves: [{ name: web, vms: a, cut-over: { window: w } }]", "window: 'w' is no window: the configuration has none. Write windows:.")]
    [InlineData("{ windows: { nights: { from: 1:00, to: 2:00 } }, waves: [{ name: web, vms: a, cut-over: { window: night } }], datastores: [{ name: a, source: b, target: c }] }", "window: 'night' is no window of the configuration. Did you mean 'nights'?")]
    [InlineData("waves: [{ name: web, vms: a, cut-over: { windows: w } }]", "windows: is not a known key. Did you mean 'window'?")]
    [InlineData("waves: [{ name: web, vms: a, cut-over: { order: a, soak: 20m } }]", "soak: is the time between the entries of order:, of which there are not two. Write order: with the VMs that go first, or remove soak:.")]
    [InlineData("waves: [{ name: web, vms: a, precopy: { from: tomorrow } }]", "from: 'tomorrow' is no date and time. Write it as 2026-12-01T20:00, in the time zone of the wave's window, or with an offset: 2026-12-01T20:00+01:00.")]
    [InlineData("waves: [{ name: web, vms: a, precopy: { every: 0m } }]", "every: must be longer than nothing. Write the time from one copy to the next, as in 6h; without it, each VM is copied ahead once.")]
    [InlineData("waves: [{ name: web, vms: a, precopy: { evry: 6h } }]", "evry: is not a known key. Did you mean 'every'?")]
    [InlineData("budgets: { hosts: { disks: 4 } }", "hosts: is not a known key. Did you mean 'host'?")]
    [InlineData("budgets: { host: { disk: 4 } }", "disk: is not a known key. Did you mean 'disks'?")]
    [InlineData("budgets: { host: { disks: 0 } }", "disks: '0' is not a number from 1 to 1024. Correct it.")]
    [InlineData("budgets: { host: { bandwidth: fast } }", "bandwidth: 'fast' is no rate. Write a whole number and one of KiB/s, MiB/s, GiB/s, kB/s, MB/s, GB/s, Mbit/s, Gbit/s, as in 400 MiB/s.")]
    [InlineData("budgets: { datastores: { ds2: { read: 4 } } }", "ds2: is no datastore of the configuration. Did you mean 'ds1'?")]
    [InlineData("budgets: { datastores: { ds1: { raed: 4 } } }", "raed: is not a known key. Did you mean 'read'?")]
    [InlineData("budgets: { datastores: { ds1: { read: 4 }, in: { read: 5 } } }", "in: gives datastore 'ds1' a second budget. Keep the one you mean.")]
    public void A_wrong_line_is_named_with_the_remedy(string line, string message)
    {
        var failure = Assert.Throws<V2KException>(() => Load(line));

        Assert.Equal($"v2k.yaml:1: {message}", failure.Message.Replace(_folder.Path + "/", "", StringComparison.Ordinal));
    }

    private Config Load(string text) =>
        ConfigFile.Load(_folder.Write("v2k.yaml", text + (text.Contains("datastores: [", StringComparison.Ordinal) ? "" : "\ndatastores:\n  - { name: ds1, source: in, target: out }\n")));
}
