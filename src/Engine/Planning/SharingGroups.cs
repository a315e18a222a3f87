using V2K.Engine.Concerns;

namespace V2K.Engine.Planning;

/// <summary>Groups VMs by the disks they share: such VMs are shut down together, or one of them writes while another is copied.</summary>
internal static class SharingGroups
{
    /// <summary>The group of each of <paramref name="vms"/>: 1 where it shares nothing, else one a group, from 2 on in the order of the VMs.</summary>
    internal static IReadOnlyList<int> Of(IReadOnlyList<VmView> vms)
    {
        // A forest over the VMs: two that name one disk get one root.
        var parent = Enumerable.Range(0, vms.Count).ToArray();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var isShared = new bool[vms.Count];
        for (var i = 0; i < vms.Count; i++)
        {
            foreach (var disk in vms[i].Translation?.Disks ?? [])
            {
                if (!first.TryAdd(disk.Source, i) && first[disk.Source] != i)
                {
                    isShared[i] = isShared[first[disk.Source]] = true;
                    parent[Root(parent, i)] = Root(parent, first[disk.Source]);
                }
            }
        }

        var numbers = new Dictionary<int, int>();
        return [.. vms.Select((_, i) =>
            !isShared[i] ? 1
            : numbers.TryGetValue(Root(parent, i), out var number) ? number
            : numbers[Root(parent, i)] = numbers.Count + 2)];
    }

    private static int Root(int[] parent, int vm)
    {
        while (parent[vm] != vm)
        {
            vm = parent[vm] = parent[parent[vm]];
        }

        return vm;
    }
}
