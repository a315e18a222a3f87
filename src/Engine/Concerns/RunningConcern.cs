using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>
/// A VM that runs: ESXi leaves <c>.lck-</c> files on NFS, <c>web01.vmx.lck</c> and a swap file; Workstation and Fusion make
/// folders <c>web01.vmx.lck</c> and <c>web01.vmdk.lck</c> with a file in them.
/// </summary>
internal sealed class RunningConcern : IVmConcern
{
    /// <inheritdoc/>
    public IEnumerable<Finding> Find(VmView vm)
    {
        var signs = Signs(vm).ToList();
        return signs.Count == 0
            ? []
            :
            [
                Finding.Blocker(
                    $"the VM runs, as {string.Join(", ", signs.Take(3))} in its folder say{(signs.Count == 1 ? "s" : "")}",
                    "its disks change while they are copied",
                    ConcernKinds.Running.Remedy).As(FindingId.Running),
            ];
    }

    /// <summary>The names in the VM's folder that say that it runs; none where it is off.</summary>
    internal static IEnumerable<string> Signs(VmView vm)
    {
        var held = vm.Translation!.Disks
            .Where(disk => Path.GetDirectoryName(disk.Source) == vm.Folder)
            .Select(disk => Path.GetFileName(disk.Source))
            .Append(Path.GetFileName(vm.Vm.VmxPath))
            .Select(name => name + ".lck")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return vm.FolderEntries
            .Where(name => name.StartsWith(".lck-", StringComparison.Ordinal) || (held.Contains(name) && IsHeld(Path.Combine(vm.Folder, name))))
            .Concat(vm.Own(".vswp"));
    }

    /// <summary>A lock folder that is empty was let go.</summary>
    private static bool IsHeld(string path) => !Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).Any();
}
