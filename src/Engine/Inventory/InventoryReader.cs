using V2K.Engine.Concerns;
using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Interop;
using V2K.Engine.Stages;
using V2K.Rules.Findings;

namespace V2K.Engine.Inventory;

/// <summary>Reads what the inventory shows: .vmx files, folders, descriptors and headers, no disk content.</summary>
public static class InventoryReader
{
    /// <summary>
    /// Summarises <paramref name="vms"/>, in their order. All of them are looked at together: some concerns are between VMs.
    /// What cannot be read is a blocker of its VM, never an error of the listing.
    /// </summary>
    public static IReadOnlyList<VmSummary> Read(IReadOnlyList<VirtualMachine> vms, Config config, DatastorePaths paths) =>
        Summarise(ConcernFinder.Views(vms, config, paths), config);

    /// <summary>Summarises all VMs and templates of <paramref name="catalog"/>, and what lies in folders without a VM and no VM uses.</summary>
    public static (IReadOnlyList<VmSummary> Vms, IReadOnlyList<(DiskFolder Folder, ConcernLine Concern)> Orphans) Read(
        VmCatalog catalog, Config config, DatastorePaths paths)
    {
        var views = ConcernFinder.Views([.. catalog.Vms, .. catalog.Templates], config, paths);
        var summaries = Summarise(views, config);
        return (summaries, [.. ConcernFinder.Orphans(catalog.DiskFolders, views).Select(orphan => (orphan.Folder, ConcernLine.Of(orphan.Finding, config)))]);
    }

    private static VmSummary[] Summarise(IReadOnlyList<VmView> views, Config config)
    {
        var inFiles = new IReadOnlyList<Finding>[views.Count];
        Parallel.For(0, views.Count, i => inFiles[i] = ConcernFinder.InFilesOf(views[i]));
        var between = ConcernFinder.Between(views);
        return [.. views.Select((view, i) => Summarise(view, ConcernFinder.Of(view, inFiles[i].Concat(between[view])), config))];
    }

    private static VmSummary Summarise(VmView view, IReadOnlyList<Finding> findings, Config config)
    {
        config = config.Of(view.Vm);
        CardLine[] cards = [.. view.Translation?.Domain.Interfaces.Select(card => CardLine.Of(card, config.Networks)) ?? []];
        return new VmSummary(
            view.Vm.Id,
            view.Vm.DisplayName,
            view.Translation?.Guest,
            view.Translation?.Domain.Vcpus.AtStart ?? 0,
            view.Translation?.Domain.Memory.Mebibytes ?? 0,
            [
                .. view.Disks.Select(Line),
                .. view.Translation?.Attached.Select(disk => new DiskLine(disk.VmxDevice, disk.Source!.Path, AttachedDisks.Word, SizeOf(disk.Source.Path), 0, 0) { IsAttached = true }) ?? [],
                .. view.Translation?.Unplaced.Select(disk => new DiskLine(disk.VmxDevice, disk.File, Kind: null, 0, 0, 0)) ?? [],
            ],
            [.. cards.Select(card => card.Source)],
            [.. findings.Select(finding => ConcernLine.Of(finding, config))])
        {
            IsTemplate = view.Vm.IsTemplate,
            Cards = cards,
            Owner = config.Owner,
            Notes = config.Notes,
        };
    }

    private static DiskLine Line(DiskView disk) => new(
        disk.Placement.VmxDevice,
        disk.Placement.Source,
        disk.Summary?.Kind,
        disk.Summary?.VirtualSize ?? 0,
        disk.Summary?.AllocatedBytes ?? 0,
        disk.Summary?.SnapshotDepth ?? 0);

    /// <summary>0 where this host does not have the device, or may not ask it.</summary>
    private static long SizeOf(string device)
    {
        if (!Posix.IsBlockDevice(device))
        {
            return 0;
        }

        try
        {
            using var handle = Posix.OpenForReading(device);
            return Posix.DeviceSize(handle);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
