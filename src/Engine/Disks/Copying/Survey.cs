using V2K.Rules;

namespace V2K.Engine.Disks.Copying;

/// <summary>A walk over all runs of a disk before anything is written: every table is checked, and the work is known.</summary>
/// <param name="DataBytes">Bytes of the virtual disk for which something is stored.</param>
/// <param name="DoneBytes">Those among them that an earlier, unfinished copy has done.</param>
/// <param name="Dense">Where everything is stored.</param>
internal sealed record Survey(long DataBytes, long DoneBytes, DenseWindows Dense)
{
    /// <summary>Walks over <paramref name="image"/>, of which everything before <paramref name="done"/> has been copied.</summary>
    /// <exception cref="V2KException">Tables overlap, or more is said to be stored in a file than it holds.</exception>
    internal static Survey Of(DiskImage image, long done, CancellationToken cancellation)
    {
        image.CheckTables();
        var stored = new Dictionary<DiskFile, long>();
        var (dataBytes, doneBytes) = (0L, 0L);
        var dense = new DenseWindows();
        foreach (var run in image.Runs())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!run.IsStored)
            {
                continue;
            }

            dense.Add(run);
            dataBytes += run.Length;
            doneBytes += Math.Clamp(done - run.Offset, 0, run.Length);
            if (run.Kind is RunKind.Data)
            {
                var sum = stored.GetValueOrDefault(run.File!) + run.Length;
                stored[run.File!] = sum <= run.File!.Size ? sum : throw Overlap(run.File, sum);
            }
        }

        return new Survey(dataBytes, doneBytes, dense);
    }

    private static V2KException Overlap(DiskFile file, long sum) => new(
        $"{sum} bytes of the disk claim to be in a file of {file.Size} bytes: grains overlap",
        "The file is damaged: copy it again from the datastore",
        file.Path);
}
