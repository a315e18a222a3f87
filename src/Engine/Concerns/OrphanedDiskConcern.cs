using System.Text.RegularExpressions;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>
/// VMDKs in a VM's folder that no chain of any VM leads to. Where a VM has a disk that cannot be read, its chain is
/// unknown, and files that go by that disk's name are not judged.
/// </summary>
internal sealed partial class OrphanedDiskConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms)
    {
        var used = vms
            .SelectMany(vm => vm.Disks)
            .SelectMany(disk => disk.Summary?.Files.Select(file => file.Path).Append(disk.Placement.Source) ?? [])
            .ToHashSet(StringComparer.Ordinal);
        var unclear = vms
            .SelectMany(vm => vm.Disks)
            .Where(disk => disk.Summary is null)
            .Select(disk => NameOf(disk.Placement.Source))
            .ToHashSet(StringComparer.Ordinal);
        return
            from vm in vms.DistinctBy(vm => vm.Folder, StringComparer.Ordinal)
            from orphan in vm.FolderEntries
                .Where(name => name.EndsWith(".vmdk", StringComparison.OrdinalIgnoreCase))
                .Select(name => Path.Combine(vm.Folder, name))
                .Where(path => !used.Contains(path) && !unclear.Contains(NameOf(path)))
                .GroupBy(WithoutPart, StringComparer.Ordinal)
                .Where(files => !used.Contains(files.Key))
            select (vm, Finding.Warning(
                $"{Path.GetFileName(orphan.Key)} lies in the folder, and no VM uses it",
                "it stays behind",
                ConcernKinds.OrphanedDisk.Remedy).As(FindingId.OrphanedDisk));
    }

    /// <summary>The descriptor's name that goes with an extent's: <c>web01-flat.vmdk</c> belongs to <c>web01.vmdk</c>.</summary>
    private static string WithoutPart(string path) => Part().Replace(path, ".vmdk");

    /// <summary>The name that a disk, its extents and its snapshots share.</summary>
    private static string NameOf(string path) => Snapshot().Replace(WithoutPart(path), ".vmdk");

    [GeneratedRegex(@"-(flat|delta|sesparse|ctk|rdm|rdmp|digest|[sf][0-9]{3})\.vmdk$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"-[0-9]{6}\.vmdk$", RegexOptions.None, 1000)]
    private static partial Regex Snapshot();
}
