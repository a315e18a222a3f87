using V2K.Engine.Scheduling;

namespace V2K.Engine.Tests.Scheduling;

/// <summary>
/// A made-up weekend: VMs, waves, windows, budgets and hosts by a seed, and what happens to them. It does what the scheduler decides, and checks each
/// start with sums and a clock of its own. Clocks are set, hosts go and come back, work fails, people hold and release.
/// </summary>
internal sealed class Weekend
{
    private const int MostSteps = 50_000;

    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC"];

    private readonly Random _random;
    private readonly SchedulePlan _plan;
    private readonly List<HostState> _hosts;
    private readonly Dictionary<string, WorkState> _work = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (WorkItem Item, string Host, DateTimeOffset End)> _running = new(StringComparer.Ordinal);
    private readonly List<(string Window, DateTime Day, string Vm)> _cutOvers = [];
    private Holds _holds = Holds.None;
    private DateTimeOffset _elapsed;
    private TimeSpan _clockError;
    private bool _wasSetBack;
    private bool _hasFailed;
    private int _upsets;

    internal Weekend(int seed)
    {
        _random = new Random(seed);
        _upsets = _random.Next(0, 12);
        _hosts = [.. Enumerable.Range(1, _random.Next(1, 4)).Select(i => new HostState($"kvm{i}", new HostLimits(_random.Next(1, 5), _random.Next(1, 3), _random.Next(1, 3), _random.Next(1, 4))))];
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zones[_random.Next(Zones.Length)]);
        _elapsed = NearChange(zone, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(_random.Next(0, 365 * 24 * 60)));
        List<ScheduledWave> waves = [.. Enumerable.Range(1, _random.Next(1, 4)).Select(i => Wave(i, zone))];
        _plan = new SchedulePlan([.. Enumerable.Range(1, _random.Next(1, 16)).SelectMany(i => Items(i, waves))])
        {
            Datastores = new Dictionary<string, DatastoreBudget>(StringComparer.Ordinal)
            {
                ["ds1"] = new DatastoreBudget { Read = _random.Next(1, 4) },
                ["ds2"] = new DatastoreBudget { Read = 2, Write = _random.Next(1, 4) },
            },
            Retries = new RetryLimit(_random.Next(1, 4), TimeSpan.FromMinutes(5)),
        };
    }

    private DateTimeOffset Now => _elapsed + _clockError;

    /// <summary>Lives through it until nothing more is to be done.</summary>
    internal void Run()
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var decision = Decide();
            foreach (var start in decision.Starts)
            {
                Start(start);
            }

            if (_plan.Items.All(IsSettled) && _running.Values.All(work => work.Item.Kind is WorkKind.Precopy))
            {
                return;
            }

            GoOn(decision);
        }

        Assert.Fail($"not done after {MostSteps} decisions: {string.Join("; ", Decide().Waiting.Select(work => $"{work.Item.Id} {work.Why.Text}"))}");
    }

    private Decision Decide()
    {
        var state = new ScheduleState { Work = _work, Holds = _holds };
        var decision = Scheduler.Decide(_plan, state, _hosts, Now);
        var again = Scheduler.Decide(_plan, state, [.. Enumerable.Reverse(_hosts)], Now);
        Assert.Equal(decision.Starts, again.Starts);
        Assert.Equal(decision.Waiting, again.Waiting);
        Assert.True(decision.Next is null || decision.Next > Now, $"{decision.Next} is not after {Now}");
        Assert.All(decision.Waiting, work => Assert.NotEmpty(work.Why.Text));

        // Nothing is forgotten, and nothing is in both lists.
        var mentioned = decision.Starts.Select(start => start.Item.Id).Concat(decision.Waiting.Select(work => work.Item.Id)).ToList();
        Assert.Equal(mentioned.Count, mentioned.Distinct().Count());
        Assert.Superset(_plan.Items.Where(item => !IsOver(item) && !_running.ContainsKey(item.Id)).Select(item => item.Id).ToHashSet(), mentioned.ToHashSet());
        return decision;
    }

    private void Start(WorkStart start)
    {
        var (item, host) = (start.Item, _hosts.Single(host => host.Name == start.Host));
        Assert.True(host.IsUp);
        Assert.False(_running.ContainsKey(item.Id));
        Assert.False(_holds.All || _holds.Vms.Contains(item.Vm.Id) || _holds.Waves.Contains(item.Vm.Wave!.Name));
        Assert.All(item.After, id => Assert.True(_work[id].Phase is WorkPhase.Done || _work[id].WasDone, $"{item.Id} before {id}"));
        _running.Add(item.Id, (item, host.Name, _elapsed + item.Time));
        _work[item.Id] = new WorkState(WorkPhase.Running, Now)
        {
            Host = host.Name,
            Failures = _work.GetValueOrDefault(item.Id)?.Failures ?? 0,
            WasDone = _work.GetValueOrDefault(item.Id) is { WasDone: true } or { Phase: WorkPhase.Done },
        };
        CheckBudgets(host);
        if (item.Kind is WorkKind.CutOver)
        {
            CheckCutOver(item);
        }
    }

    private void CheckBudgets(HostState host)
    {
        int Count(Func<WorkItem, bool> counts, string? on = null) => _running.Values.Count(work => counts(work.Item) && (on is null || work.Host == on));
        Assert.InRange(Count(item => item.Kind is WorkKind.Copy or WorkKind.Precopy, host.Name), 0, host.Limits.Disks);
        Assert.InRange(Count(item => item.Kind is WorkKind.Adjust, host.Name), 0, host.Limits.Appliances);
        Assert.InRange(Count(item => item.Kind is WorkKind.TestBoot, host.Name), 0, host.Limits.TestBoots);
        Assert.InRange(Count(item => item.Kind is WorkKind.Adjust or WorkKind.TestBoot, host.Name), 0, host.Limits.Guests);
        foreach (var (name, budget) in _plan.Datastores)
        {
            Assert.InRange(Count(item => item.Reads == name), 0, budget.Read ?? int.MaxValue);
            Assert.InRange(Count(item => item.Writes == name), 0, budget.Write ?? int.MaxValue);
        }
    }

    private void CheckCutOver(WorkItem item)
    {
        Assert.DoesNotContain(_running.Values, work => work.Item.Kind is WorkKind.Precopy && work.Item.Vm == item.Vm);
        Assert.All(
            _plan.Items.Where(other => other.Kind is WorkKind.CutOver && other.Vm.Wave == item.Vm.Wave && other.Vm.Group < item.Vm.Group),
            other => Assert.Equal(WorkPhase.Done, _work[other.Id].Phase));
        if (item.Vm.Wave!.Window is not { } window)
        {
            return;
        }

        // Each minute until the lockout, the clocks of the zone show a time of the window.
        var day = DayOf(window, Now);
        Assert.NotNull(day);
        for (var at = Now; at < Now + item.Time + window.Lockout; at = at.AddMinutes(1))
        {
            Assert.NotNull(DayOf(window, at));
        }

        _cutOvers.Add((window.Name, day.Value, item.Vm.Id));
        if (!(_wasSetBack && _hasFailed))
        {
            Assert.InRange(_cutOvers.Where(cut => cut.Window == window.Name && cut.Day == day).Select(cut => cut.Vm).Distinct().Count(), 1, window.Capacity ?? int.MaxValue);
        }
    }

    /// <summary>The day on which the window opened that is open now, by the clocks of its zone alone.</summary>
    private static DateTime? DayOf(CutOverWindow window, DateTimeOffset at)
    {
        var shown = TimeZoneInfo.ConvertTime(at, window.Zone).DateTime;
        return new DateTime?[] { shown.Date, shown.Date.AddDays(-1) }.FirstOrDefault(day =>
            window.Days.Contains(day!.Value.DayOfWeek) && shown - day >= window.From.ToTimeSpan() && shown - day < window.From.ToTimeSpan() + window.Length);
    }

    /// <summary>Time passes until something ends, or is due, or something upsets the weekend.</summary>
    private void GoOn(Decision decision)
    {
        if (_upsets > 0 && _random.Next(6) == 0)
        {
            Upset();
            if (--_upsets == 0)
            {
                Restore();
            }

            return;
        }

        List<DateTimeOffset> events = [.. _running.Values.Select(work => work.End)];
        if (decision.Next is { } next)
        {
            events.Add(next - _clockError);
        }

        if (events.Count == 0)
        {
            // Only people can end this.
            Assert.True(_holds != Holds.None || _hosts.Exists(host => !host.IsUp), string.Join("; ", decision.Waiting.Select(work => $"{work.Item.Id} {work.Why.Text}")));
            Restore();
            return;
        }

        _elapsed = events.Min() > _elapsed ? events.Min() : _elapsed;
        foreach (var (id, work) in _running.Where(work => work.Value.End <= _elapsed).ToList())
        {
            _running.Remove(id);
            var isFailed = _random.Next(10) == 0;
            _hasFailed |= isFailed;
            _work[id] = _work[id] with { Phase = isFailed ? WorkPhase.Failed : WorkPhase.Done, Ended = Now, Failures = isFailed ? _work[id].Failures + 1 : 0 };
        }
    }

    private void Upset()
    {
        var vm = _plan.Items[_random.Next(_plan.Items.Count)].Vm;
        var host = _hosts[_random.Next(_hosts.Count)];
        switch (_random.Next(7))
        {
            case 0:
                _wasSetBack = true;
                _clockError -= TimeSpan.FromMinutes(_random.Next(1, 300));
                break;
            case 1:
                _clockError += TimeSpan.FromMinutes(_random.Next(1, 300));
                break;
            case 2:
                // The host sleeps: nothing ends meanwhile, and the clock goes on.
                _clockError += TimeSpan.FromHours(_random.Next(1, 40));
                break;
            case 3:
                _holds = _random.Next(3) == 0 ? _holds with { All = true } : _holds with { Vms = new HashSet<string> { vm.Id }, Waves = new HashSet<string> { vm.Wave!.Name } };
                break;
            case 4:
                _holds = Holds.None;
                break;
            case 5:
                SetUp(host.Name, isUp: false);
                foreach (var (id, _) in _running.Where(work => work.Value.Host == host.Name && _random.Next(2) == 0).ToList())
                {
                    _running.Remove(id);
                    _work[id] = _work[id] with { Phase = WorkPhase.Waiting };
                }

                break;
            default:
                SetUp(host.Name, isUp: true);
                break;
        }
    }

    private void Restore()
    {
        _holds = Holds.None;
        _hosts.Select(host => host.Name).ToList().ForEach(name => SetUp(name, isUp: true));
    }

    private void SetUp(string name, bool isUp)
    {
        var index = _hosts.FindIndex(host => host.Name == name);
        _hosts[index] = _hosts[index] with { IsUp = isUp };
    }

    /// <summary>Whether it is done at least once, or nothing but people gets it further.</summary>
    private bool IsSettled(WorkItem item) => IsOver(item) || (!_running.ContainsKey(item.Id) && IsStuck(item));

    private bool IsOver(WorkItem item) => _work.GetValueOrDefault(item.Id) is { Phase: WorkPhase.Done } or { WasDone: true }
        || (item.Kind is WorkKind.Precopy && _plan.Items.Any(other => other.Vm == item.Vm && other.Kind is WorkKind.CutOver && _work.GetValueOrDefault(other.Id)?.Phase is WorkPhase.Done or WorkPhase.Running));

    private bool IsStuck(WorkItem item) => _work.GetValueOrDefault(item.Id) is { Phase: WorkPhase.Failed } failed && failed.Failures >= _plan.Retries.Attempts
        || (item.Kind is WorkKind.CutOver && item.Vm.Wave?.Window is { } window && item.Time > window.Longest(Now) && !window.Fits(Now, item.Time))
        || item.After.Any(id => _plan.Items.Single(other => other.Id == id) is var before && !IsOver(before) && !_running.ContainsKey(id) && IsStuck(before))
        || (item.Kind is WorkKind.CutOver && _plan.Items.Any(other =>
            other.Kind is WorkKind.CutOver && other.Vm.Wave == item.Vm.Wave && other.Vm.Group < item.Vm.Group && !IsOver(other) && !_running.ContainsKey(other.Id) && IsStuck(other)));

    private ScheduledWave Wave(int number, TimeZoneInfo zone)
    {
        var (from, to) = (TimeOnly.MinValue.AddMinutes(15 * _random.Next(0, 96)), TimeOnly.MinValue.AddMinutes(15 * _random.Next(0, 96)));
        var window = new CutOverWindow($"w{number}", zone)
        {
            From = from,
            To = to,
            Days = Enumerable.Range(0, _random.Next(1, 8)).Select(_ => (DayOfWeek)_random.Next(7)).ToHashSet(),
            Capacity = _random.Next(3) == 0 ? _random.Next(1, 4) : null,
        };
        return new ScheduledWave($"wave {number}")
        {
            Priority = _random.Next(0, 3),
            Window = _random.Next(4) == 0 ? null : window with { Lockout = window.Length * (_random.Next(0, 3) / 4.0) },
            Soak = TimeSpan.FromMinutes(_random.Next(0, 2) * 20),
            PrecopyFrom = _random.Next(2) == 0 ? null : _elapsed.AddHours(_random.Next(-5, 20)),
            PrecopyEvery = _random.Next(2) == 0 ? null : TimeSpan.FromHours(_random.Next(4, 24)),
        };
    }

    private List<WorkItem> Items(int number, List<ScheduledWave> waves)
    {
        var vm = new ScheduledVm($"vm{number:00}", waves[_random.Next(waves.Count)]) { Group = _random.Next(2) == 0 ? _random.Next(0, 3) : null };
        var isWarm = _random.Next(3) > 0;
        var items = new List<WorkItem>();
        if (isWarm)
        {
            items.Add(Item(vm, WorkKind.Precopy, "a") with { Reads = "ds1", Writes = "ds2" });
            items.Add(Item(vm, WorkKind.CutOver, "b") with { After = [items[0].Id] });
            return items;
        }

        items.Add(Item(vm, WorkKind.Copy, "a") with { Reads = _random.Next(2) == 0 ? "ds1" : "ds2", Writes = "ds2" });
        items.Add(Item(vm, WorkKind.Copy, "b") with { Reads = "ds1" });
        items.Add(Item(vm, WorkKind.Adjust, "c") with { After = [items[0].Id, items[1].Id] });
        items.Add(Item(vm, WorkKind.TestBoot, "d") with { After = [items[2].Id], Host = _random.Next(4) == 0 ? _hosts[0].Name : null });
        return items;
    }

    private WorkItem Item(ScheduledVm vm, WorkKind kind, string step) => new($"{vm.Id}{step}", vm, kind) { Time = TimeSpan.FromMinutes(_random.Next(1, 100)) };

    private DateTimeOffset NearChange(TimeZoneInfo zone, DateTimeOffset at)
    {
        for (var day = 0; day < 366 && _random.Next(400) > 0; day++)
        {
            if (zone.GetUtcOffset(at.AddDays(day)) != zone.GetUtcOffset(at.AddDays(day + 1)))
            {
                return at.AddDays(day - _random.Next(0, 3));
            }
        }

        return at;
    }
}
