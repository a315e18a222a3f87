using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;

namespace V2K.Engine.Inventory;

/// <summary>Reads what the inventory shows: .vmx files, folders, descriptors and headers, no disk content.</summary>
public static class InventoryReader
{
    /// <summary>
    /// Summarises <paramref name="vms"/>, in their order. All of them are looked at together: some concerns are between VMs.
    /// What cannot be read is a blocker of its VM, never an error of the listing.
    /// </summary>
    public static IReadOnlyList<VmSummary> Read(IReadOnlyList<VirtualMachine> vms, Config config, DatastorePaths paths)
    {
        var views = new VmView[vms.Count];
        var inFiles = new IReadOnlyList<Rules.Findings.Finding>[vms.Count];
        Parallel.For(0, vms.Count, i =>
        {
            views[i] = VmView.Read(vms[i], config, paths);
            inFiles[i] = ConcernFinder.InFilesOf(views[i]);
        });
        var between = ConcernFinder.Between(views);
        return [.. views.Select((view, i) => Summarise(view, ConcernFinder.Of(view, inFiles[i].Concat(between[view])), config))];
    }

    private static VmSummary Summarise(VmView view, IReadOnlyList<Rules.Findings.Finding> findings, Config config) => new(
        view.Vm.Id,
        view.Vm.DisplayName,
        view.Translation?.Document.Find("guestOS"),
        view.Translation?.Domain.Vcpus.AtStart ?? 0,
        view.Translation?.Domain.Memory.Mebibytes ?? 0,
        [.. view.Disks.Select(disk => new DiskLine(
            disk.Placement.VmxDevice,
            disk.Placement.Source,
            disk.Summary?.Kind,
            disk.Summary?.VirtualSize ?? 0,
            disk.Summary?.AllocatedBytes ?? 0,
            disk.Summary?.SnapshotDepth ?? 0))],
        [.. view.Translation?.Domain.Interfaces.Select(nic => nic.VmxNetwork ?? nic.VmxDevice) ?? []],
        [.. findings.Select(finding => ConcernLine.Of(finding, config))]);
}
