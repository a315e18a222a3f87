namespace V2K.Engine.Scheduling;

/// <summary>
/// Decides what may start. A pure function: the same plan, state, hosts and time give the same decision, on whatever host it is asked for.
/// Work is looked at in one order; what does not fit leaves its place to later work of other resources, but never its turn.
/// </summary>
public static class Scheduler
{
    /// <summary>What may start at <paramref name="now"/>, and why the rest waits.</summary>
    /// <param name="plan">What there is to do.</param>
    /// <param name="state">What came of it so far.</param>
    /// <param name="hosts">Who can do it.</param>
    /// <param name="now">The time. It may be earlier than that of an earlier decision: clocks are set.</param>
    public static Decision Decide(SchedulePlan plan, ScheduleState state, IReadOnlyList<HostState> hosts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(state);
        var progress = new PlanProgress(plan, state);
        var resources = new Resources(plan, progress, hosts);
        var cutOvers = new CutOverRules(plan, progress, now);
        var starts = new List<WorkStart>();
        var waiting = new List<WaitingWork>(plan.Items.Count);
        DateTimeOffset? next = null;
        foreach (var index in Order(plan, progress))
        {
            var item = plan.Items[index];
            var why = Readiness.Of(item, index, plan, state.Holds, progress, now)
                ?? cutOvers.WhyNot(item);
            string? host = null;
            why ??= resources.WhyNot(item, out host);
            if (why is not { } reason)
            {
                resources.Take(item, host!);
                cutOvers.Take(item);
                starts.Add(new WorkStart(item, host!));
                continue;
            }

            waiting.Add(new WaitingWork(item, reason));
            next = reason.Until is { } until && !(next <= until) ? until : next;
        }

        return new Decision(starts, waiting, next);
    }

    /// <summary>
    /// The items that are to be done, in the order in which they get their turn: of VMs whose cut-over is under way, then what is done for the first
    /// time by priority, then repeated copies, the oldest first. Repeated copies have no end, so they come after everything that has.
    /// </summary>
    private static IEnumerable<int> Order(SchedulePlan plan, PlanProgress progress)
    {
        // There are few priorities and many items: these are in their order already.
        var urgent = new Dictionary<int, List<int>>();
        var first = new Dictionary<int, List<int>>();
        var repeated = new List<(DateTimeOffset Ended, int Priority, int Index)>();
        for (var index = 0; index < plan.Items.Count; index++)
        {
            var (item, state) = (plan.Items[index], progress.States[index]);
            var priority = -(item.Vm.Wave?.Priority ?? 0);
            if (state is { Phase: WorkPhase.Running } || progress.IsOmitted(index))
            {
                continue;
            }

            if (state is { Phase: WorkPhase.Done } or { WasDone: true })
            {
                if (item is { Kind: WorkKind.Precopy, Vm.Wave.PrecopyEvery: not null })
                {
                    repeated.Add((state.Ended, priority, index));
                }

                continue;
            }

            var rank = progress.IsBeingCutOver(index) ? urgent : first;
            if (!rank.TryGetValue(priority, out var items))
            {
                rank.Add(priority, items = []);
            }

            items.Add(index);
        }

        return InOrder(urgent).Concat(InOrder(first)).Concat(repeated.Order().Select(item => item.Index));
    }

    private static IEnumerable<int> InOrder(Dictionary<int, List<int>> priorities) => priorities.OrderBy(items => items.Key).SelectMany(items => items.Value);
}
