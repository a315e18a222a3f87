using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Stages;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Inventory;

/// <summary>Reads what the inventory shows: .vmx files, descriptors and headers, no disk content.</summary>
public static class InventoryReader
{
    /// <summary>Summarises <paramref name="vm"/>. What cannot be read is a blocker of that VM, never an error of the listing.</summary>
    public static VmSummary Read(VirtualMachine vm, Config config, DatastorePaths paths)
    {
        try
        {
            var translation = TranslatedDomain.Make(vm, config, paths);
            var concerns = new List<ConcernLine>();
            var disks = translation.Disks.Select(disk => ReadDisk(disk, paths, concerns)).ToList();
            concerns.AddRange(translation.Findings
                .Where(finding => finding.Severity > Severity.Info)
                .Select(finding => new ConcernLine(Word(finding.Severity), $"{finding.What}: {finding.Changes}. {finding.Remedy}.")));
            return new VmSummary(
                vm.Id,
                vm.DisplayName,
                translation.Document.Find("guestOS"),
                translation.Domain.Vcpus.AtStart,
                translation.Domain.Memory.Mebibytes,
                disks,
                [.. translation.Domain.Interfaces.Select(nic => nic.VmxNetwork ?? nic.VmxDevice)],
                concerns);
        }
        catch (V2KException unreadable)
        {
            return new VmSummary(
                vm.Id, vm.DisplayName, null, 0, 0, [], [], [new ConcernLine(Word(Severity.Blocker), unreadable.Message)]);
        }
    }

    private static DiskLine ReadDisk(DiskPlacement disk, DatastorePaths paths, List<ConcernLine> concerns)
    {
        try
        {
            var summary = DiskSummary.Read(disk.Source, paths);
            return new DiskLine(
                disk.VmxDevice, disk.Source, summary.Kind, summary.VirtualSize, summary.AllocatedBytes, summary.SnapshotDepth);
        }
        catch (V2KException unreadable)
        {
            concerns.Add(new ConcernLine(Word(Severity.Blocker), unreadable.Message));
            return new DiskLine(disk.VmxDevice, disk.Source, null, 0, 0, 0);
        }
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
