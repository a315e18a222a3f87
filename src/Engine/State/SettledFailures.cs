namespace V2K.Engine.State;

/// <summary>
/// Which failures no longer matter: those of a step that later succeeded, and those of a stage after which a later one succeeded. A VM whose
/// Adjust failed and that was then defined with <c>--adjust=none</c> has not failed.
/// </summary>
internal static class SettledFailures
{
    /// <summary>Removes the failures in <paramref name="state"/> that a step recorded after them settles.</summary>
    internal static void Remove(VmState state)
    {
        foreach (var (key, failure) in state.Failures.ToList())
        {
            if (state.Steps.Any(step => step.Value.Finished > failure.At && Settles(step.Key, key)))
            {
                state.Failures.Remove(key);
            }
        }
    }

    /// <summary>Removes the failures that the success of <paramref name="done"/>, at this moment, settles.</summary>
    /// <returns>Whether there were any.</returns>
    internal static bool Remove(SortedDictionary<StepKey, StepFailure> failures, StepKey done)
    {
        var settled = failures.Keys.Where(failed => Settles(done, failed)).ToList();
        settled.ForEach(failed => failures.Remove(failed));
        return settled.Count > 0;
    }

    /// <summary>A step of one disk says nothing about other disks.</summary>
    private static bool Settles(StepKey done, StepKey failed) =>
        done == failed
        || (done.Stage > failed.Stage && (!done.IsOfDisk || !failed.IsOfDisk || done.Subject == failed.Subject));
}
