namespace V2K.Engine.Scheduling;

/// <summary>What came of the items of a plan, by their numbers, and of its VMs.</summary>
internal sealed class PlanProgress
{
    private readonly SchedulePlan _plan;
    private readonly bool[] _isBeingCutOver, _isCutOver;

    /// <summary>Looks up what <paramref name="state"/> has of <paramref name="plan"/>.</summary>
    internal PlanProgress(SchedulePlan plan, ScheduleState state)
    {
        _plan = plan;
        States = new WorkState?[plan.Items.Count];
        (_isBeingCutOver, _isCutOver) = (new bool[plan.Index.VmCount], new bool[plan.Index.VmCount]);
        foreach (var (id, known) in state.Work)
        {
            if (plan.Index.Find(id) is { } index)
            {
                States[index] = known;
                if (plan.Items[index].Kind is WorkKind.CutOver)
                {
                    var vm = plan.Index.Vms[index];
                    _isBeingCutOver[vm] |= known.Phase is WorkPhase.Running;
                    _isCutOver[vm] |= known.Phase is WorkPhase.Running or WorkPhase.Done;
                }
            }
        }
    }

    /// <summary>What came of each item; null for nothing yet.</summary>
    internal WorkState?[] States { get; }

    /// <summary>Whether the VM of an item is being cut over: its work cannot wait.</summary>
    internal bool IsBeingCutOver(int index) => _isBeingCutOver[_plan.Index.Vms[index]];

    /// <summary>Whether an item is never done: nothing is copied ahead of a VM that is being cut over, or was.</summary>
    internal bool IsOmitted(int index) => _plan.Items[index].Kind is WorkKind.Precopy && _isCutOver[_plan.Index.Vms[index]];
}
