using V2K.Engine.Concerns;
using V2K.Engine.Disks;
using V2K.Engine.Disks.Checksums;
using V2K.Engine.Disks.Engines.VirtV2v;
using V2K.Engine.Guests;
using V2K.Engine.Guests.Overlays;
using V2K.Engine.State;

namespace V2K.Engine.Stages;

/// <summary>
/// A conversion by virt-v2v as steps, one a disk, which only go together (<see cref="VmJob.RunTogetherAsync"/>): the first to run
/// converts all disks, and each publishes its own.
/// </summary>
public sealed class VirtV2vSteps : IDisposable
{
    private readonly VmJob _job;
    private readonly VmDisks _vm;
    private readonly VirtV2vEngine _engine;
    private VirtV2vConversion? _conversion;

    /// <summary>The steps for <paramref name="disks"/> of <paramref name="job"/>; there is at least one.</summary>
    /// <exception cref="Rules.V2KException">A disk is missing, damaged or of a kind that is not read.</exception>
    internal VirtV2vSteps(VmJob job, IReadOnlyList<DiskView> disks, VirtV2vEngine engine)
    {
        var summaries = disks.Select(disk => disk.Summary ?? throw disk.Failure!).ToList();
        _job = job;
        _engine = engine;
        var copies = disks.Select(disk => job.CopyOf(disk.Placement, parallel: 1)).ToList();
        _vm = new VmDisks(job.Vm.Id, job.Translation.Domain.Os.Uefi is not null, WindowsAdjusting.IsFor(job.Translation), copies);
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

    /// <summary>virt-v2v adjusts the guest on the way, so what it says is the adjust log.</summary>
    private async Task<VirtV2vConversion> ConvertAsync(CancellationToken cancellation)
    {
        WindowsAdjusting.Require(_job);
        var log = new StepLog();
        try
        {
            return await _engine.ConvertAsync(_vm, log, cancellation);
        }
        finally
        {
            if (log.Text.Length > 0)
            {
                AtomicFile.WriteText(new AdjustFiles(_job.Vm).Log, log.Text);
                AdjustStage.Tell(_job, log);
            }
        }
    }

    private async Task<string> RunAsync(int index, DiskSummary summary, CancellationToken cancellation)
    {
        _conversion ??= await ConvertAsync(cancellation);

        // They are those of an earlier result, and of a guest that was not changed.
        ChecksumFile.Remove(_vm.Disks[index].ChecksumPath!);
        _job.State.Record(All[index].Key with { Stage = Stage.Verify }, null);
        var outcome = _conversion.Publish(index);
        return $"{summary.Kind}, {ByteSize.Text(outcome.VirtualSize)}, {ByteSize.Text(outcome.DataBytes)} of data, by {VirtV2vEngine.Word}, the guest adjusted";
    }
}
