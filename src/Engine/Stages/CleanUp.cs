using V2K.Engine.Datastores;
using V2K.Engine.Disks.Precopying;
using V2K.Engine.Guests.Overlays;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Engine.TestBoots;
using V2K.Rules;

namespace V2K.Engine.Stages;

/// <summary>
/// What V2K made for a VM, as its state remembers it, and how to take it back. Files that V2K did not make are never
/// touched; files that were changed since are marked.
/// </summary>
/// <param name="Vm">The VM.</param>
/// <param name="Files">The files that still exist.</param>
public sealed record CleanUp(VirtualMachine Vm, IReadOnlyList<CleanUp.MadeFile> Files)
{
    /// <summary>What is kept about a result in <c>.v2k</c>: of a device also how far its copy had come.</summary>
    private static readonly string[] NoteSuffixes = [StateFolder.ChecksumSuffix, PrecopiedDisk.RecordSuffix, AtomicFile.CheckpointSuffix];

    /// <summary>A file that V2K made.</summary>
    /// <param name="Path">Its full path.</param>
    /// <param name="IsDisk">A converted disk, which cost time to make and may hold a guest's data.</param>
    /// <param name="IsChanged">Somebody changed it since V2K wrote it.</param>
    public sealed record MadeFile(string Path, bool IsDisk, bool IsChanged);

    /// <summary>Lists the results of <paramref name="job"/> that can be deleted; changes nothing.</summary>
    /// <exception cref="V2KException">libvirt still has the domain, which could not start without its disks.</exception>
    public static CleanUp Plan(VmJob job)
    {
        if (job.State.CutOver is { } cutOver)
        {
            throw cutOver.Refusal(job.Vm.Id, "nothing of it is deleted");
        }

        if (job.State.Steps.Keys.Any(key => key.Stage == Stage.Define))
        {
            throw new V2KException("is still defined in libvirt", $"Run --target=Undefine --vm='{job.Vm.Id}' first", job.Vm.Id);
        }

        return new CleanUp(
            job.Vm,
            [
                .. from step in job.State.Steps
                   from output in step.Value.Outputs
                   let now = FileStamp.Of(output.Key)
                   where now is not null && !Posix.IsBlockDevice(output.Key)
                   select new MadeFile(output.Key, step.Key.IsOfDisk, now != output.Value),
                .. from output in Outputs(job)
                   from left in AtomicFile.Leftovers(output)
                   select new MadeFile(left, IsDisk: false, IsChanged: false),
            ]);
    }

    /// <summary>Deletes the files, what a crash left half-made of them, the state, and the folders that are empty then.</summary>
    public void Execute(VmJob job)
    {
        // A failed test boot is not a finished step, but it also leaves these files.
        foreach (var trace in TestBootFiles.Of(Vm).All.Where(File.Exists))
        {
            File.Delete(trace);
        }

        foreach (var output in Recorded(job).Where(output => !Posix.IsBlockDevice(output)))
        {
            File.Delete(output);
        }

        foreach (var output in Outputs(job))
        {
            AtomicFile.Tidy(output);

            // A device was there before; what is on it, only its administrator may know.
            if (!Posix.IsBlockDevice(output))
            {
                RemoveEmptyFolders(Path.GetDirectoryName(output)!, job.Config.Datastores);
            }

            foreach (var suffix in NoteSuffixes)
            {
                Forget(StateFolder.NoteOf(output, suffix, Vm, job.Config.Datastores), job.Config.Datastores);
            }
        }

        new AdjustFiles(Vm).Delete();
        job.State.Delete();
        RemoveEmptyFolders(Path.GetDirectoryName(Vm.StatePath)!, job.Config.Datastores);
    }

    private static IEnumerable<string> Recorded(VmJob job) => job.State.Steps.Values.SelectMany(step => step.Outputs.Keys);

    /// <summary>
    /// What was made of <paramref name="job"/>, and what a run that was killed may have begun to make: of a first copy, half a disk is left and
    /// no record. A disk that VMs share may be the other's who is copying it.
    /// </summary>
    private static HashSet<string> Outputs(VmJob job) =>
    [
        .. Recorded(job),
        .. TranslateStage.Outputs(job.Vm),
        .. (job.TryTranslate()?.Disks ?? []).Where(disk => !disk.IsShared).SelectMany(disk => new[] { disk.Target, job.PrecopiedOf(disk).Path }),
    ];

    private static void Forget(string note, IReadOnlyList<Datastore> datastores)
    {
        if (File.Exists(note))
        {
            File.Delete(note);
            RemoveEmptyFolders(Path.GetDirectoryName(note)!, datastores);
        }
    }

    /// <summary>The datastores' own target folders stay: a mount point, or a pool of libvirt's, may be one.</summary>
    private static void RemoveEmptyFolders(string folder, IReadOnlyList<Datastore> datastores)
    {
        var target = datastores.Select(datastore => datastore.Target).FirstOrDefault(target => DatastorePaths.IsInside(folder, target));
        while (target is not null && folder != target && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
