namespace V2K.Engine.Scheduling;

/// <summary>What cut-overs wait for besides: their order, and their window with its capacity.</summary>
internal sealed class CutOverRules
{
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, WaveOrder> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WindowUse> _windows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _copiedAhead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _starting = new(StringComparer.Ordinal);

    internal CutOverRules(SchedulePlan plan, PlanProgress progress, DateTimeOffset now)
    {
        _now = now;
        for (var index = 0; index < plan.Items.Count; index++)
        {
            var (item, state) = (plan.Items[index], progress.States[index]);
            if (item.Kind is WorkKind.Precopy && state is { Phase: WorkPhase.Running })
            {
                _copiedAhead.Add(item.Vm.Id);
            }

            if (item.Kind is WorkKind.CutOver && item.Vm.Wave is { } wave)
            {
                OrderOf(wave).Add(item, state, plan);
                if (wave.Window is { } window && state is { Phase: not WorkPhase.Waiting } && UseOf(window) is { Opening: { } opening } use && opening.Contains(state.Started))
                {
                    use.Started.Add(item.Vm.Id);
                }
            }
        }
    }

    /// <summary>Why <paramref name="item"/> may not start; null where it may, and for what neither cuts a VM over nor copies it ahead.</summary>
    internal WaitReason? WhyNot(WorkItem item) => item.Kind switch
    {
        WorkKind.Precopy when _starting.Contains(item.Vm.Id) => new WaitReason(WaitKind.After, "its cut-over"),
        WorkKind.CutOver when _copiedAhead.Contains(item.Vm.Id) => new WaitReason(WaitKind.After, "a copy ahead that is under way"),
        WorkKind.CutOver when item.Vm.Wave is { } wave =>
            (item.Vm.Group is { } group ? OrderOf(wave).WhyNot(group, wave.Soak, _now) : null)
            ?? (wave.Window is { } window ? UseOf(window).WhyNot(item, _now) : null),
        _ => null,
    };

    /// <summary>Says that <paramref name="item"/> starts.</summary>
    internal void Take(WorkItem item)
    {
        if (item.Kind is WorkKind.Precopy)
        {
            _copiedAhead.Add(item.Vm.Id);
        }
        else if (item.Kind is WorkKind.CutOver)
        {
            _starting.Add(item.Vm.Id);
            if (item.Vm.Wave?.Window is { } window)
            {
                UseOf(window).Started.Add(item.Vm.Id);
            }
        }
    }

    private WaveOrder OrderOf(ScheduledWave wave) => _orders.TryGetValue(wave.Name, out var order) ? order : _orders[wave.Name] = new WaveOrder();

    private WindowUse UseOf(CutOverWindow window) => _windows.TryGetValue(window.Name, out var use) ? use : _windows[window.Name] = new WindowUse(window, _now);

    /// <summary>How far the groups of a wave are.</summary>
    private sealed class WaveOrder
    {
        private readonly SortedList<int, Group> _groups = [];

        internal void Add(WorkItem item, WorkState? state, SchedulePlan plan)
        {
            if (item.Vm.Group is not { } number)
            {
                return;
            }

            if (!_groups.TryGetValue(number, out var group))
            {
                _groups.Add(number, group = new Group());
            }

            if (state is { Phase: WorkPhase.Done })
            {
                group.Last = !(group.Last?.Ended >= state.Ended) ? (item.Vm.Id, state.Ended) : group.Last;
            }
            else if (group.Undone is null || (!group.HasFailed && Readiness.HasGivenUp(state, plan)))
            {
                (group.Undone, group.HasFailed) = (item.Vm.Id, Readiness.HasGivenUp(state, plan));
            }
        }

        internal WaitReason? WhyNot(int number, TimeSpan soak, DateTimeOffset now)
        {
            (string Vm, DateTimeOffset Ended)? last = null;
            foreach (var (before, group) in _groups)
            {
                if (before >= number)
                {
                    break;
                }

                if (group.Undone is { } undone)
                {
                    return new WaitReason(group.HasFailed ? WaitKind.AfterFailed : WaitKind.After, undone);
                }

                last = last?.Ended >= group.Last?.Ended ? last : group.Last ?? last;
            }

            return last is (var vm, var ended) && Readiness.Due(ended, soak, now) is { } until ? new WaitReason(WaitKind.Soak, vm, until) : null;
        }

        private sealed class Group
        {
            internal string? Undone { get; set; }

            internal bool HasFailed { get; set; }

            internal (string Vm, DateTimeOffset Ended)? Last { get; set; }
        }
    }

    /// <summary>A window at this time, worked out once for all VMs.</summary>
    private sealed class WindowUse
    {
        private readonly CutOverWindow _window;
        private readonly DateTimeOffset _latestEnd;
        private readonly WindowOpening _next;
        private readonly TimeSpan _longest;

        internal WindowUse(CutOverWindow window, DateTimeOffset now)
        {
            _window = window;
            Opening = window.At(now);
            _latestEnd = Opening is null ? default : window.ClosesAfter(Opening) - window.Lockout;
            _next = window.NextAfter(now);
            _longest = window.Longest(now);
        }

        internal WindowOpening? Opening { get; }

        /// <summary>The VMs whose cut-over began in this opening. One that is tried again takes no more of the capacity.</summary>
        internal HashSet<string> Started { get; } = new(StringComparer.Ordinal);

        internal WaitReason? WhyNot(WorkItem item, DateTimeOffset now)
        {
            var fits = Opening is not null && now + item.Time <= _latestEnd;
            return fits && (Started.Count < (_window.Capacity ?? int.MaxValue) || Started.Contains(item.Vm.Id)) ? null
                : fits ? new WaitReason(WaitKind.WindowFull, _window.Name, _next.Opens)
                : item.Time > _longest ? new WaitReason(WaitKind.NeverFits, _window.Name) { Needs = item.Time }
                : Opening is null ? new WaitReason(WaitKind.WindowClosed, _window.Name, _next.Opens)
                : new WaitReason(WaitKind.WindowTooShort, _window.Name, _next.Opens) { Needs = item.Time };
        }
    }
}
