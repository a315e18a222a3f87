using V2K.Engine.Concerns;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Copying;
using V2K.Engine.Stages;

namespace V2K.Engine.Planning;

/// <summary>What of a disk is still to be read and written where an interrupted copy, or one that was made ahead, is completed.</summary>
internal static class RemainingWork
{
    /// <summary>The bytes of <paramref name="disk"/> that its copy still deals with; null where it starts from the beginning. Changes nothing.</summary>
    internal static long? Of(VmJob job, DiskView disk)
    {
        if (job.IsForced(disk.Placement.Key(Stage.Convert)) || SpaceNeed.BytesThere(disk.Placement.Target) == 0)
        {
            return null;
        }

        var copy = job.CopyOf(disk.Placement, parallel: 1);
        using var image = DiskImage.Open(copy.Source, copy.Paths);
        if (job.PrecopiedOf(disk.Placement).MissingLayers(copy, image) is { } layers)
        {
            return layers == 0 ? 0 : Stored(image.Newest(layers).Runs());
        }

        return Resumable(copy, image) is { } from ? Stored(image.Runs(from, image.VirtualSize)) : null;
    }

    /// <summary>Where an interrupted copy resumes; null if there is none that can.</summary>
    private static long? Resumable(CopyJob copy, DiskImage image)
    {
        var partial = PartialFile.PathOf(copy);
        return File.Exists(partial) && Checkpoint.Find(PartialFile.CheckpointOf(copy), Checkpoint.Start(copy, image)) is { } found
            && new FileInfo(partial).Length >= found.Layout.End
                ? found.Offset
                : null;
    }

    private static long Stored(IEnumerable<Run> runs) => runs.Where(run => run.IsStored).Sum(run => run.Length);
}
