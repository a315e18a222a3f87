using V2K.Engine.Concerns;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines.VirtV2v;

namespace V2K.Engine.Stages;

/// <summary>
/// A conversion by virt-v2v as steps, one a disk, which only go together (<see cref="VmJob.RunTogetherAsync"/>): the first to run
/// converts all disks, and each publishes its own.
/// </summary>
public sealed class VirtV2vSteps : IDisposable
{
    private readonly VmDisks _vm;
    private readonly VirtV2vEngine _engine;
    private VirtV2vConversion? _conversion;

    /// <summary>The steps for <paramref name="disks"/> of <paramref name="job"/>; there is at least one.</summary>
    /// <exception cref="Rules.V2KException">A disk is missing, damaged or of a kind that is not read.</exception>
    internal VirtV2vSteps(VmJob job, IReadOnlyList<DiskView> disks, VirtV2vEngine engine)
    {
        var summaries = disks.Select(disk => disk.Summary ?? throw disk.Failure!).ToList();
        _engine = engine;
        var copies = disks.Select(disk => job.CopyOf(disk.Placement, parallel: 1)).ToList();
        _vm = new VmDisks(job.Vm.Id, job.Translation.Domain.Os.Uefi is not null, copies);
        All = [.. disks.Select((disk, index) => new Step(
            disk.Placement.Key(Stage.Convert),
            disk.Placement.Name,
            ConvertStage.AdjustedInputs(summaries, copies[index]),
            [disk.Placement.Target],
            (_, cancellation) => RunAsync(index, summaries[index], cancellation))
        { Label = disk.Placement.Label })];
    }

    /// <summary>The steps, in the order of the disks.</summary>
    public IReadOnlyList<Step> All { get; }

    /// <inheritdoc/>
    public void Dispose() => _conversion?.Dispose();

    private async Task<string> RunAsync(int index, DiskSummary summary, CancellationToken cancellation)
    {
        _conversion ??= await _engine.ConvertAsync(_vm, cancellation);

        // They are those of an earlier result, and of a guest that was not changed.
        ChecksumFile.Remove(_vm.Disks[index].ChecksumPath!);
        var outcome = _conversion.Publish(index);
        return $"{summary.Kind}, {ByteSize.Text(outcome.VirtualSize)}, {ByteSize.Text(outcome.DataBytes)} of data, by {VirtV2vEngine.Word}, the guest adjusted";
    }
}
