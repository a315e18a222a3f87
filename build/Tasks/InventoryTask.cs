using Cake.Core.Diagnostics;
using Cake.Frosting;
using Spectre.Console;
using V2K.Build.Console;
using V2K.Build.Options;
using V2K.Engine;
using V2K.Engine.Datastores;
using V2K.Engine.Inventory;
using V2K.Rules;

namespace V2K.Build.Tasks;

/// <summary>Every VM of the datastores, or those that --vm chooses, with what to look at first.</summary>
[TaskName("Inventory")]
[TaskDescription("lists the VMs of the datastores with their guests, disks, networks and concerns; --json=FILE")]
public sealed class InventoryTask : FrostingTask<BuildContext>
{
    private const int MostNetworks = 4;

    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var paths = new DatastorePaths(context.Config.Datastores, context.Config.File);
        var chosen = context.ChosenVms(orAll: true).Select(vm => vm.Id).ToHashSet(StringComparer.Ordinal);
        var isAll = chosen.IsSupersetOf(context.Catalog.Vms.Select(vm => vm.Id)) && context.Options.Values(KnownOptions.Vm).Count == 0;
        var (all, orphans) = InventoryReader.Read(context.Catalog, context.Config, paths);
        IReadOnlyList<VmSummary> vms = [.. all.Where(vm => isAll || chosen.Contains(vm.Id))];
        if (vms.Count == 0)
        {
            AnsiConsole.WriteLine($"No .vmx, .ovf or .ova file in {string.Join(", ", context.Config.Datastores.Select(datastore => datastore.Source))}");
        }
        else
        {
            Table(vms).Write(AnsiConsole.Console);
        }

        if (vms is [var only] && !isAll)
        {
            Disks(only).Write(AnsiConsole.Console);
            Cards(only).Write(AnsiConsole.Console);
        }

        ConcernList.Write(
            AnsiConsole.Console,
            [
                .. vms.SelectMany(vm => vm.Concerns.Select(concern => (vm.Id, vm.Name, concern))),
                .. isAll ? orphans.Select(orphan => (orphan.Folder.Id, orphan.Folder.Id, orphan.Concern)) : [],
            ],
            isDetailed: vms.Count == 1 || context.Log.Verbosity >= Verbosity.Verbose);
        if (vms.Count > 0)
        {
            AnsiConsole.Profile.Out.Writer.WriteLine(Printable.OneLine(InventorySum.Text(vms)));
        }

        JsonOutput.Write(context, vms, InventoryJson.Default.IReadOnlyListVmSummary);
    }

    /// <summary>A row for each VM, however many disks it has.</summary>
    private static ResultTable Table(IReadOnlyList<VmSummary> vms)
    {
        var table = new ResultTable("VM", "guest", "CPUs", "memory", "disks", "networks", "concerns") { RightAligned = ["CPUs", "memory", "concerns"] };
        foreach (var vm in vms)
        {
            table.Add(
                vm.IsTemplate ? $"{vm.Name} (template)" : vm.Name,
                vm.Guest ?? "?",
                vm.Cpus == 0 ? "?" : $"{vm.Cpus}",
                vm.MemoryMebibytes == 0 ? "?" : ByteSize.Text(vm.MemoryMebibytes << 20),
                DiskSum.Text(vm.Disks),
                Networks([.. vm.Networks.Distinct(StringComparer.Ordinal)]),
                vm.Concerns.Count == 0 ? "–" : $"{vm.Concerns.Count}");
        }

        return table;
    }

    private static string Networks(IReadOnlyList<string> names) => names.Count <= MostNetworks
        ? string.Join('\n', names)
        : string.Join('\n', names.Take(MostNetworks - 1)) + $"\nand {names.Count - MostNetworks + 1} more";

    private static ResultTable Disks(VmSummary vm)
    {
        var table = new ResultTable("disk", "size", "in use", "kind", "snapshots", "file") { RightAligned = ["size", "in use", "snapshots"] };
        foreach (var disk in vm.Disks)
        {
            table.Add(
                disk.Device,
                disk.Kind is null ? "?" : ByteSize.Text(disk.VirtualBytes),
                disk.Kind is null ? "?" : ByteSize.Text(disk.AllocatedBytes),
                disk.Kind ?? "cannot be read",
                disk.Snapshots == 0 ? "–" : $"{disk.Snapshots}",
                disk.File);
        }

        return table;
    }

    private static ResultTable Cards(VmSummary vm)
    {
        var table = new ResultTable("network", "becomes");
        foreach (var card in vm.Cards)
        {
            table.Add(card.Source, card.IsMapped ? card.Target : $"{card.Target} (no entry under networks: takes it)");
        }

        return table;
    }
}
