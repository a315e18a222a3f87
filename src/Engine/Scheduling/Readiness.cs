namespace V2K.Engine.Scheduling;

/// <summary>What an item waits for besides places: people, earlier work, and time.</summary>
internal static class Readiness
{
    /// <summary>Why <paramref name="item"/> is not ready; null where it is.</summary>
    internal static WaitReason? Of(WorkItem item, int index, SchedulePlan plan, Holds holds, PlanProgress progress, DateTimeOffset now)
    {
        if (Held(item.Vm, holds) is { } held)
        {
            return held;
        }

        var state = progress.States[index];
        if (state is { Phase: WorkPhase.Failed })
        {
            if (state.Failures >= plan.Retries.Attempts)
            {
                return new WaitReason(WaitKind.GaveUp, Words.Count(state.Failures, "attempt"));
            }

            if (Due(state.Ended, plan.Retries.DelayAfter(state.Failures), now) is { } retry)
            {
                return new WaitReason(WaitKind.Retry, Until: retry);
            }
        }

        var after = plan.Index.After[index];
        for (var i = 0; i < after.Length; i++)
        {
            var before = after[i] < 0 ? null : progress.States[after[i]];
            if (before is not ({ Phase: WorkPhase.Done } or { WasDone: true, Phase: not WorkPhase.Running }) && (after[i] < 0 || !progress.IsOmitted(after[i])))
            {
                return new WaitReason(HasGivenUp(before, plan) ? WaitKind.AfterFailed : WaitKind.After, item.After[i]);
            }
        }

        if (item.Kind is WorkKind.Precopy && item.Vm.Wave is { } wave)
        {
            var from = state is { Phase: WorkPhase.Done } && wave.PrecopyEvery is { } every ? Due(state.Ended, every, now) : wave.PrecopyFrom;
            return from > now ? new WaitReason(WaitKind.NotBefore, Until: from) : null;
        }

        return null;
    }

    /// <summary>Whether an item will not be tried again.</summary>
    internal static bool HasGivenUp(WorkState? state, SchedulePlan plan) => state is { Phase: WorkPhase.Failed } && state.Failures >= plan.Retries.Attempts;

    /// <summary>
    /// When <paramref name="wait"/> after <paramref name="since"/> has passed; null where it has. A clock that was set back may show that something
    /// ended in the future: nobody waits more than twice the time for that.
    /// </summary>
    internal static DateTimeOffset? Due(DateTimeOffset since, TimeSpan wait, DateTimeOffset now) =>
        since - now > wait || since + wait <= now ? null : since + wait;

    private static WaitReason? Held(ScheduledVm vm, Holds holds) =>
        holds.All ? new WaitReason(WaitKind.HeldAll)
        : vm.Wave is { } wave && holds.Waves.Contains(wave.Name) ? new WaitReason(WaitKind.HeldWave, wave.Name)
        : holds.Vms.Contains(vm.Id) ? new WaitReason(WaitKind.HeldVm)
        : null;
}
