using System.Text.RegularExpressions;
using V2K.Engine.Datastores;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>
/// VMDKs that no chain of any VM leads to, in a VM's folder or in one without. Where a VM has a disk that cannot be read, its chain is
/// unknown, and files that go by that disk's name are not judged.
/// </summary>
internal sealed partial class OrphanedDiskConcern : IEstateConcern
{
    /// <inheritdoc/>
    public IEnumerable<(VmView Vm, Finding Finding)> Find(IReadOnlyList<VmView> vms)
    {
        var known = KnownDisks.Of(vms);
        return
            from vm in vms.DistinctBy(vm => vm.Folder, StringComparer.Ordinal)
            where !known.UnclearFolders.Contains(vm.Folder)
            from finding in Orphans(vm.FolderEntries.Where(DiskFolder.IsDisk).Select(name => Path.Combine(vm.Folder, name)), known)
            select (vm, finding);
    }

    /// <summary>The same in <paramref name="folders"/>, where no VM lies.</summary>
    internal static IEnumerable<(DiskFolder Folder, Finding Finding)> Find(IReadOnlyList<DiskFolder> folders, IReadOnlyList<VmView> vms)
    {
        var known = KnownDisks.Of(vms);
        return
            from folder in folders
            from finding in Orphans(folder.Files, known)
            select (folder, finding);
    }

    private static IEnumerable<Finding> Orphans(IEnumerable<string> disks, KnownDisks known) =>
        from orphan in disks
            .Where(path => !known.Used.Contains(path) && !known.Unclear.Contains(NameOf(path)) && !known.UnclearNames.Contains(Path.GetFileName(NameOf(path))))
            .GroupBy(WithoutPart, StringComparer.Ordinal)
            .Where(files => !known.Used.Contains(files.Key))
        select Finding.Warning(
            $"no VM uses {Path.GetFileName(orphan.Key)} in this folder",
            "it is not migrated",
            ConcernKinds.OrphanedDisk.Remedy).As(FindingId.OrphanedDisk);

    /// <summary>The descriptor's name that goes with an extent's: <c>web01-flat.vmdk</c> belongs to <c>web01.vmdk</c>.</summary>
    private static string WithoutPart(string path) => Part().Replace(path, ".vmdk");

    /// <summary>The name that a disk, its extents and its snapshots share.</summary>
    private static string NameOf(string path) => Snapshot().Replace(WithoutPart(path), ".vmdk");

    [GeneratedRegex(@"-(flat|delta|sesparse|ctk|rdm|rdmp|digest|[sf][0-9]{3})\.vmdk$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(@"-[0-9]{6}\.vmdk$", RegexOptions.None, 1000)]
    private static partial Regex Snapshot();

    /// <summary>The files of all VMs' disks.</summary>
    /// <param name="Used">The files of disks that can be read.</param>
    /// <param name="Unclear">The names of disks that cannot.</param>
    /// <param name="UnclearNames">The names, without a folder, of disks that are in no datastore known here: they may be those of a datastore with a name that is not configured.</param>
    /// <param name="UnclearFolders">The folders of the VMs that have such disks.</param>
    private sealed record KnownDisks(
        IReadOnlySet<string> Used, IReadOnlySet<string> Unclear, IReadOnlySet<string> UnclearNames, IReadOnlySet<string> UnclearFolders)
    {
        internal static KnownDisks Of(IReadOnlyList<VmView> vms) => new(
            vms.SelectMany(vm => vm.Disks)
                .SelectMany(disk => disk.Summary?.Files.Select(file => file.Path).Append(disk.Placement.Source) ?? [])
                .ToHashSet(StringComparer.Ordinal),
            vms.SelectMany(vm => vm.Disks)
                .Where(disk => disk.Summary is null)
                .Select(disk => NameOf(disk.Placement.Source))
                .ToHashSet(StringComparer.Ordinal),
            vms.SelectMany(vm => vm.Translation?.Unplaced ?? [])
                .Select(disk => Path.GetFileName(NameOf(disk.File.Replace('\\', '/'))))
                .ToHashSet(StringComparer.Ordinal),
            vms.Where(vm => vm.Translation is { Unplaced.Count: > 0 }).Select(vm => vm.Folder).ToHashSet(StringComparer.Ordinal));
    }
}
