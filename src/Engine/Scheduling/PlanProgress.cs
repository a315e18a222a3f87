namespace V2K.Engine.Scheduling;

/// <summary>What came of the items of a plan, by their place in it, and of its VMs.</summary>
internal sealed class PlanProgress
{
    private readonly IReadOnlyDictionary<string, WorkState> _work;

    /// <summary>The VMs whose cut-over is under way, and those whose cut-over is under way or done.</summary>
    private readonly HashSet<string> _beingCutOver = new(StringComparer.Ordinal), _cutOver = new(StringComparer.Ordinal);

    private readonly HashSet<string> _omitted = new(StringComparer.Ordinal);

    /// <summary>Looks up what <paramref name="state"/> has of <paramref name="plan"/>.</summary>
    internal PlanProgress(SchedulePlan plan, ScheduleState state)
    {
        _work = state.Work;
        States = new WorkState?[plan.Items.Count];
        for (var index = 0; index < States.Length; index++)
        {
            var item = plan.Items[index];
            States[index] = Find(item.Id);
            if (item.Kind is WorkKind.CutOver && States[index] is { Phase: WorkPhase.Running or WorkPhase.Done } known)
            {
                _cutOver.Add(item.Vm.Id);
                if (known.Phase is WorkPhase.Running)
                {
                    _beingCutOver.Add(item.Vm.Id);
                }
            }
        }

        if (_cutOver.Count > 0)
        {
            _omitted.UnionWith(plan.Items.Where(item => item.Kind is WorkKind.Precopy && _cutOver.Contains(item.Vm.Id)).Select(item => item.Id));
        }
    }

    /// <summary>What came of each item; null for nothing yet.</summary>
    internal WorkState?[] States { get; }

    /// <summary>What came of the item <paramref name="id"/>; null for nothing yet.</summary>
    internal WorkState? Find(string id) => _work.TryGetValue(id, out var state) ? state : null;

    /// <summary>Whether <paramref name="vm"/> is being cut over: its work cannot wait.</summary>
    internal bool IsBeingCutOver(ScheduledVm vm) => _beingCutOver.Count > 0 && _beingCutOver.Contains(vm.Id);

    /// <summary>Whether the item <paramref name="id"/> is never done: nothing is copied ahead of a VM that is being cut over, or was.</summary>
    internal bool IsOmitted(string id) => _omitted.Count > 0 && _omitted.Contains(id);
}
