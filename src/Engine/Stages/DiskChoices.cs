using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Interop;
using V2K.Engine.State;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Stages;

/// <summary>
/// Where and in which format a VM's disks are stored, chosen once: <c>--format</c> and <c>--disk</c> of an earlier run count until the
/// command line or the configuration file says something else. Without this, an option that is missing from the next command line would
/// copy every disk again.
/// </summary>
internal static class DiskChoices
{
    /// <summary><paramref name="config"/> with what was chosen for the disks of <paramref name="vm"/>.</summary>
    /// <exception cref="V2KException">A later version of V2K wrote the VM's state.</exception>
    internal static Config Apply(Config config, VirtualMachine vm) => Apply(config, VmState.Read(vm.StatePath));

    /// <inheritdoc cref="Apply(Config, VirtualMachine)"/>
    internal static Config Apply(Config config, VmState? state)
    {
        if (state is null)
        {
            return config;
        }

        var remembered = state.Remembered ?? TakenOver(state, config);
        var common = config.Common ?? config;
        config = remembered.Disks.SequenceEqual(config.RememberedDisks) ? config : config with { RememberedDisks = remembered.Disks, Common = common };
        return config.FormatInFile is null
            && remembered.Format is { } format
            && format.File == Choices.Formats.Word(config.Format)
            && Choices.Formats.Find(format.Value) is { } chosen
            && chosen != config.Format
                ? config with { Format = chosen, FormatInFile = config.Format, Common = common }
                : config;
    }

    /// <summary>Remembers for the next run what this one uses.</summary>
    internal static void Remember(VmJob job)
    {
        var (config, disks) = (job.Config, job.Translation.Disks);
        List<RememberedDisk> placed =
        [
            .. from disk in disks
               let named = Named(config.DiskTargets, job.Vm, disk.VmxDevice, fromFile: true)
               let chosen = Posix.IsBlockDevice(disk.Target) ? disk.Target
                   : named is null && !config.RememberedDisks.Any(remembered => IsOf(remembered, disk.VmxDevice, disk.Source)) ? null
                   : DiskTarget.File
               where chosen is not null
               select new RememberedDisk(disk.VmxDevice, DiskPlacement.BaseName(disk.Source), chosen, named),
        ];
        var absent = config.RememberedDisks.Where(remembered => !disks.Any(disk => IsOf(remembered, disk.VmxDevice, disk.Source)));
        job.State.Remembered = new RememberedChoices
        {
            Format = new RememberedChoice(Choices.Formats.Word(config.Format), Choices.Formats.Word(config.FormatInFile ?? config.Format)),
            Disks = [.. placed, .. absent],
        };
    }

    /// <summary>Refuses to force a disk that the VM does not have: the one that was meant would be left as it is.</summary>
    /// <exception cref="V2KException">A disk is named that is not there.</exception>
    internal static void RequireForced(VmJob job)
    {
        var disks = job.Translation.Disks;
        if (job.Config.ForcedDisks.FirstOrDefault(forced =>
            forced.IsOf(job.Vm) && !disks.Any(disk => forced.Is(job.Vm, disk.VmxDevice))) is { } missing)
        {
            throw new V2KException(
                $"{job.Vm.Id} has no disk {missing.Device}",
                $"It has {string.Join(", ", disks.Select(disk => disk.VmxDevice))}; where several VMs are chosen, write --force={job.Vm.FileName}/DISK",
                key: "--force");
        }
    }

    /// <summary>What an earlier run decides for this one, for who has forgotten it.</summary>
    internal static IEnumerable<Finding> Find(VmJob job)
    {
        if (job.Config is { FormatInFile: { } inFile, Format: var format } && inFile != format)
        {
            yield return Finding.Info(
                $"its disks are {Choices.Formats.Word(format)}, which was chosen on the command line",
                "the configuration alone would make them " + Choices.Formats.Word(inFile),
                $"--format={Choices.Formats.Word(inFile)} changes it, and copies them again");
        }

        foreach (var disk in job.Translation.Disks)
        {
            if (Named(job.Config.DiskTargets, job.Vm, disk.VmxDevice, fromFile: false) is null
                && job.Config.RememberedDisks.Any(remembered => remembered.Path == disk.Target && IsOf(remembered, disk.VmxDevice, disk.Source)))
            {
                yield return Finding.Info(
                    $"{disk.VmxDevice} is {disk.Target}, as --disk of an earlier run says",
                    "it is not copied to a file",
                    $"--disk='{job.Vm.FileName}/{disk.VmxDevice}={DiskTarget.File}' makes it a file, and copies it again");
            }
        }
    }

    /// <summary>
    /// What the target of the disk <paramref name="device"/> is to be: the command line's word first, then an earlier run's unless the
    /// configuration file has changed since, then the file's. Null for a file.
    /// </summary>
    internal static string? TargetOf(string device, string source, VirtualMachine vm, Config config)
    {
        var inFile = Named(config.DiskTargets, vm, device, fromFile: true);
        var path = Named(config.DiskTargets, vm, device, fromFile: false)
            ?? config.RememberedDisks.FirstOrDefault(remembered => IsOf(remembered, device, source) && remembered.File == inFile)?.Path
            ?? inFile;
        return path == DiskTarget.File ? null : path;
    }

    private static string? Named(IReadOnlyList<DiskTarget> targets, VirtualMachine vm, string device, bool fromFile) => targets.FirstOrDefault(target =>
        target.IsFromFile == fromFile && target.IsOf(vm) && target.Device.Equals(device, StringComparison.OrdinalIgnoreCase))?.Path;

    /// <summary>The same place is not enough: another disk that is attached there now must not be written over the first one's copy.</summary>
    private static bool IsOf(RememberedDisk remembered, string device, string source) =>
        (remembered.Device is null || remembered.Device.Equals(device, StringComparison.OrdinalIgnoreCase))
        && (remembered.Source.Length == 0 || remembered.Source == DiskPlacement.BaseName(source));

    /// <summary>The choices of a version that did not write them down, as its results show them.</summary>
    private static RememberedChoices TakenOver(VmState state, Config config)
    {
        var records = state.Steps.Where(step => step.Key.Stage == Stage.Convert).ToList();
        var current = records.Where(step => step.Key.Device is not null).ToList();
        current = current.Count > 0 ? current : records;
        List<StepRecord> files = [.. current.Select(step => step.Value).Where(record => !IsOnDevice(record)).OrderByDescending(record => record.Finished)];

        // Disks that VMs share are raw in any case, and say nothing of the others.
        var qcow2 = Choices.Formats.Word(DiskFormat.Qcow2);
        var format = (files.Find(record => FormatOf(record) == qcow2) ?? files.FirstOrDefault()) is { } latest ? FormatOf(latest) : null;
        return new RememberedChoices
        {
            Format = format is null ? null : new RememberedChoice(format, Choices.Formats.Word(config.FormatInFile ?? config.Format)),
            Disks = [.. current.Where(step => IsOnDevice(step.Value)).Select(step => OnDevice(step.Key, step.Value))],
        };
    }

    private static RememberedDisk OnDevice(StepKey key, StepRecord record)
    {
        var source = record.Inputs.Keys.FirstOrDefault(name => name.EndsWith(".vmdk", StringComparison.OrdinalIgnoreCase));
        return new RememberedDisk(key.Device, source is null ? "" : DiskPlacement.BaseName(source), record.Outputs.Keys.First(), File: null);
    }

    private static string? FormatOf(StepRecord record) => record.Inputs.GetValueOrDefault("--format");

    /// <summary>A converted file ends like its format; a device may be missing today.</summary>
    private static bool IsOnDevice(StepRecord record) => record.Outputs.Keys.FirstOrDefault() is { } output
        && (Posix.IsBlockDevice(output) || !Choices.Formats.Words.Any(format => output.EndsWith("." + format, StringComparison.Ordinal)));
}
