using V2K.Engine.Interop;
using V2K.Engine.Stages;

namespace V2K.Engine.State;

/// <summary>
/// Gives what the state knows of disks to the disks that the VM has now. A disk is known by its output first: state of format 1 has no
/// places, and a disk may have been attached elsewhere since. What belongs to no disk of the VM any more stays known by its output, so that it
/// can be cleaned, and is found again when the disk comes back.
/// </summary>
internal static class DiskSteps
{
    private static readonly Stage[] Recorded = [Stage.Precopy, Stage.Convert];

    /// <summary>Keys the entries of <paramref name="state"/> by the places of <paramref name="disks"/>.</summary>
    internal static void Assign(VmState state, IReadOnlyList<DiskPlacement> disks)
    {
        foreach (var stage in Recorded)
        {
            AssignRecords(state.Steps, stage, disks);
            AssignFailures(state.Failures, stage, disks);
        }
    }

    private static void AssignRecords(SortedDictionary<StepKey, StepRecord> steps, Stage stage, IReadOnlyList<DiskPlacement> disks)
    {
        var free = steps.Where(step => step.Key.Stage == stage).OrderByDescending(step => step.Value.Finished).ToList();
        free.ForEach(step => steps.Remove(step.Key));
        var others = disks.Where(disk => !Take(disk, step => step.Value.Outputs.ContainsKey(disk.OutputOf(stage)))).ToList();

        // Links lead to a device or a folder by several paths.
        others = [.. others.Where(disk => !Take(disk, step => step.Value.Outputs.Keys.Any(output => RealPath.Of(output) == RealPath.Of(disk.OutputOf(stage)))))];

        // The folder that results go to has another path now: by place and name or, where no place is known, by name.
        others = [.. others.Where(disk => !Take(disk, step => step.Key == disk.Key(stage) && step.Value.Name == disk.Name))];
        foreach (var disk in others.Where(disk => others.Count(other => other.Name == disk.Name) == 1))
        {
            Take(disk, step => step.Key.Device is null && step.Value.Name == disk.Name);
        }

        foreach (var (key, record) in free)
        {
            Put(key.Device is null ? key : key with { Subject = record.Outputs.Keys.FirstOrDefault() is { } output ? StepSubject.Output(output) : key.Subject }, record);
        }

        bool Take(DiskPlacement disk, Predicate<KeyValuePair<StepKey, StepRecord>> isIts)
        {
            var index = free.FindIndex(isIts);
            if (index >= 0)
            {
                Put(disk.Key(stage), free[index].Value);
                free.RemoveAt(index);
            }

            return index >= 0;
        }

        void Put(StepKey key, StepRecord record) => steps.TryAdd(key, record with { Key = key });
    }

    /// <summary>A failure of format 1 is that of every disk with its name: each forgets it when it succeeds. That of a disk that is no longer there is forgotten.</summary>
    private static void AssignFailures(SortedDictionary<StepKey, StepFailure> failures, Stage stage, IReadOnlyList<DiskPlacement> disks)
    {
        foreach (var (key, failure) in failures.Where(failure => failure.Key.Stage == stage).ToList())
        {
            var named = key.Subject.Kind is StepSubjectKind.Name ? disks.Where(disk => disk.Name == key.Subject.Text).ToList() : [];
            if (named.Count > 0 || (key.Device is not null && !disks.Any(disk => disk.Key(stage) == key)))
            {
                failures.Remove(key);
            }

            named.ForEach(disk => failures.TryAdd(disk.Key(stage), failure with { Key = disk.Key(stage) }));
        }
    }
}
