namespace V2K.Engine.Scheduling;

/// <summary>The items of a plan by their numbers: names are looked up once a plan, not once a decision.</summary>
internal sealed class PlanIndex
{
    private readonly Dictionary<string, int> _numbers;

    /// <summary>Numbers <paramref name="items"/>.</summary>
    internal PlanIndex(IReadOnlyList<WorkItem> items)
    {
        _numbers = new Dictionary<string, int>(items.Count, StringComparer.Ordinal);
        var vms = new Dictionary<string, int>(StringComparer.Ordinal);
        Vms = new int[items.Count];
        for (var index = 0; index < items.Count; index++)
        {
            _numbers[items[index].Id] = index;
            var vm = items[index].Vm.Id;
            if (!vms.TryGetValue(vm, out Vms[index]))
            {
                vms.Add(vm, Vms[index] = vms.Count);
            }
        }

        VmCount = vms.Count;
        After = [.. items.Select(item => item.After.Count == 0 ? [] : item.After.Select(id => Find(id) ?? -1).ToArray())];
    }

    /// <summary>The numbers of the items that each item comes after; -1 for one that is not in the plan.</summary>
    internal int[][] After { get; }

    /// <summary>The number of each item's VM.</summary>
    internal int[] Vms { get; }

    /// <summary>How many VMs there are.</summary>
    internal int VmCount { get; }

    /// <summary>The number of the item <paramref name="id"/>; null where it is not in the plan.</summary>
    internal int? Find(string id) => _numbers.TryGetValue(id, out var index) ? index : null;
}
