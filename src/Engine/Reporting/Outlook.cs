using V2K.Engine.Planning;
using V2K.Engine.Stages;

namespace V2K.Engine.Reporting;

/// <summary>What is left to be done, by the rates of earlier runs.</summary>
/// <param name="Rates">How fast that goes here.</param>
/// <param name="Parallel">How many disks are copied at once.</param>
public sealed record Outlook(MeasuredRates Rates, int Parallel)
{
    /// <summary>The bytes in use of the disks of <paramref name="vm"/> that are not converted; 0 for a VM that is on KVM.</summary>
    public static long BytesLeft(VmReport vm)
    {
        ArgumentNullException.ThrowIfNull(vm);
        var converted = vm.Steps.Where(step => step.Stage == nameof(Stage.Convert)).Select(step => step.Device).ToHashSet(StringComparer.Ordinal);
        return vm.IsOnKvm ? 0 : vm.Summary.Disks.Where(disk => !converted.Contains(disk.Device)).Sum(disk => disk.AllocatedBytes);
    }

    /// <summary>How long it takes until <paramref name="vms"/> are defined: the work divided by how much is done at once, but never less than the longest VM.</summary>
    public TimeSpan TimeLeft(IEnumerable<VmReport> vms)
    {
        var seconds = vms.Where(vm => !vm.IsOnKvm).Select(SecondsLeft).ToList();
        return TimeSpan.FromSeconds(Math.Max(seconds.Sum() / Math.Max(1, Parallel), seconds.DefaultIfEmpty().Max()));
    }

    private double SecondsLeft(VmReport vm)
    {
        var done = vm.Steps.Select(step => step.Stage).ToHashSet(StringComparer.Ordinal);
        return ((double)BytesLeft(vm) / Rates.CopyBytesPerSecond)
            + Rates.StageSeconds.Where(stage => stage.Key != nameof(Stage.TestBoot) && !done.Contains(stage.Key)).Sum(stage => stage.Value);
    }
}
