namespace V2K.Engine.Inventory;

/// <summary>An inventory in a line.</summary>
public static class InventorySum
{
    /// <summary><c>13 VMs, 77 disks, 5.4 GiB · 9 ready, 4 blocked · 5 networks, 3 not mapped</c>; the size is what their files occupy.</summary>
    public static string Text(IReadOnlyList<VmSummary> listed)
    {
        var vms = listed.Where(vm => !vm.IsTemplate).ToList();
        var blocked = vms.Count(vm => vm.IsBlocked);
        var networks = vms.SelectMany(vm => vm.Cards).GroupBy(card => card.Source, StringComparer.Ordinal).ToList();
        var templates = listed.Count - vms.Count;
        return $"{Words.Count(vms.Count, "VM")}, {Words.Count(vms.Sum(vm => vm.Disks.Count), "disk")}, {ByteSize.Text(DiskSum.InUse(vms.SelectMany(vm => vm.Disks)))}"
            + $" · {vms.Count - blocked} ready, {blocked} blocked"
            + $" · {Words.Count(networks.Count, "network")}, {networks.Count(cards => cards.Any(card => !card.IsMapped))} not mapped"
            + (templates > 0 ? $" · {Words.Count(templates, "template")}" : "");
    }
}
