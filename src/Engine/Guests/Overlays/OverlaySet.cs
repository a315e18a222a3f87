using V2K.Engine.Interop;
using V2K.Engine.Stages;
using V2K.Engine.Tools;

namespace V2K.Engine.Guests.Overlays;

/// <summary>
/// A qcow2 overlay over each converted disk of a VM. Everything is written to the overlays; the converted disks change only in
/// <see cref="CommitAsync"/>, which a crash may interrupt at any point.
/// </summary>
/// <remarks>
/// <code>
///  make ──► work ──► flush, write commit.json ──► qemu-img commit each ──► delete
///            │                  ▲
///            │ fails            └ from here on the overlays are a redo log: the next run starts with committing them again
///            └► the overlays stay for who wants to look; the next run makes new ones
/// </code>
/// </remarks>
/// <param name="files">Where the overlays are kept.</param>
/// <param name="disks">The converted disks.</param>
/// <param name="tools">Runs qemu-img.</param>
public sealed class OverlaySet(AdjustFiles files, IReadOnlyList<DiskPlacement> disks, ToolRunner tools)
{
    private const string Remedy = "Read its messages, and run the same command again: the converted disk is unchanged";

    /// <summary>The overlays, in the order of the disks.</summary>
    public IReadOnlyList<string> Paths { get; } = [.. disks.Select((_, index) => files.Overlay(index))];

    /// <summary>Makes the overlays, empty, in place of what a failed run left.</summary>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        Discard();
        Directory.CreateDirectory(files.Folder);
        for (var i = 0; i < disks.Count; i++)
        {
            var format = Configuration.Choices.Formats.Word(disks[i].Format);
            await tools.RunAsync(
                KnownTools.QemuImg,
                ["create", "-q", "-f", "qcow2", "-b", disks[i].Target, "-F", format, Paths[i]],
                Remedy,
                cancellation: cancellation);
        }
    }

    /// <summary>Writes the overlays into the converted disks. Not to be cancelled: what is begun is finished.</summary>
    public async Task CommitAsync()
    {
        foreach (var overlay in Paths)
        {
            Posix.Flush(overlay);
        }

        Posix.FlushFolder(files.Folder);
        var pending = new PendingCommit([.. disks.Select((disk, index) => new PendingCommit.Disk(Paths[index], disk.Target))]);
        pending.Write(files);
        await pending.FinishAsync(tools);
    }

    /// <summary>Throws the overlays away.</summary>
    public void Discard()
    {
        if (Directory.Exists(files.Folder))
        {
            Directory.Delete(files.Folder, recursive: true);
        }
    }
}
