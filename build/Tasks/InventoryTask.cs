using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Engine;
using V2K.Engine.Datastores;
using V2K.Engine.Inventory;

namespace V2K.Build.Tasks;

/// <summary>Every VM of the datastores, or those that --vm chooses, with what to look at first.</summary>
[TaskName("Inventory")]
[TaskDescription("lists the VMs of the datastores with their guests, disks, networks and concerns; --json=FILE")]
public sealed class InventoryTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var paths = new DatastorePaths(context.Config.Datastores, context.Config.File);
        var chosen = context.ChosenVms(orAll: true).Select(vm => vm.Id).ToHashSet(StringComparer.Ordinal);
        var (all, orphans) = InventoryReader.Read(context.Catalog, context.Config, paths);
        IReadOnlyList<VmSummary> vms = [.. all.Where(vm => chosen.Contains(vm.Id))];
        if (vms.Count == 0)
        {
            AnsiConsole.WriteLine($"No .vmx, .ovf or .ova file in {string.Join(", ", context.Config.Datastores.Select(datastore => datastore.Source))}");
        }
        else
        {
            Table(vms).Write(AnsiConsole.Console);
        }

        ConcernList.Write(
            AnsiConsole.Console,
            [
                .. vms.SelectMany(vm => vm.Concerns.Select(concern => (vm.Name, concern))),
                .. vms.Count == all.Count ? orphans.Select(orphan => (orphan.Folder.Id, orphan.Concern)) : [],
            ]);
        JsonOutput.Write(context, vms, InventoryJson.Default.IReadOnlyListVmSummary);
    }

    private static ResultTable Table(IReadOnlyList<VmSummary> vms)
    {
        var table = new ResultTable("VM", "guest", "CPUs", "memory", "disks", "networks", "concerns") { RightAligned = ["CPUs", "memory", "concerns"] };
        foreach (var vm in vms)
        {
            table.Add(
                vm.Name,
                vm.Guest ?? "?",
                vm.Cpus == 0 ? "?" : $"{vm.Cpus}",
                vm.MemoryMebibytes == 0 ? "?" : ByteSize.Text(vm.MemoryMebibytes << 20),
                string.Join('\n', vm.Disks.Select(Describe)),
                string.Join('\n', vm.Networks),
                vm.Concerns.Count == 0 ? "–" : $"{vm.Concerns.Count}");
        }

        return table;
    }

    private static string Describe(DiskLine disk) => disk.Kind is null
        ? $"{disk.Device}: cannot be read"
        : $"{disk.Device}: {ByteSize.Text(disk.VirtualBytes)} {disk.Kind}"
            + (disk.Snapshots > 0 ? $", {disk.Snapshots} snapshot{(disk.Snapshots == 1 ? "" : "s")}" : "");
}
