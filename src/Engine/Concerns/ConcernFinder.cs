using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Rules.Findings;

namespace V2K.Engine.Concerns;

/// <summary>All that there is to find, in files and among VMs: the one list of what looks for what.</summary>
public static class ConcernFinder
{
    private static readonly IVmConcern[] InFiles =
        [new RunningConcern(), new SuspendedConcern(), new SnapshotsConcern(), new DisksConcern(), new DiskSizeConcern(), new LowSpaceConcern()];

    private static readonly IEstateConcern[] BetweenSettings =
        [new SharedDiskConcern(), new OneTargetConcern(), new DuplicateMacConcern(), new DuplicateUuidConcern(), new DuplicateNameConcern()];

    private static readonly IEstateConcern[] BetweenFiles = [new OrphanedDiskConcern()];

    /// <summary>What the files of <paramref name="vm"/> give rise to.</summary>
    public static IReadOnlyList<Finding> InFilesOf(VmView vm) =>
        vm.Translation is null ? []
        : vm.FolderFailure is { } failure ? [Concern.Of(failure, FindingId.UnreadableVm)]
        : [.. InFiles.SelectMany(concern => concern.Find(vm))];

    /// <summary>The settings of <paramref name="vms"/>, in their order; their files are left for later.</summary>
    public static IReadOnlyList<VmView> Views(IReadOnlyList<VirtualMachine> vms, Config config, DatastorePaths paths)
    {
        var views = new VmView[vms.Count];
        Parallel.For(0, vms.Count, i => views[i] = VmView.Read(vms[i], config, paths));
        return views;
    }

    /// <summary>What <paramref name="vms"/> give rise to among themselves, by their settings and by their files.</summary>
    public static ILookup<VmView, Finding> Between(IReadOnlyList<VmView> vms)
    {
        // What is deployed from a template may have its addresses and names: the template never runs beside it.
        var bySettings = BySettings([.. vms.Where(vm => !vm.Vm.IsTemplate)]);
        var byFiles = Find(BetweenFiles, vms);
        return vms.SelectMany(vm => byFiles[vm].Concat(bySettings[vm]).Select(finding => (Vm: vm, Finding: finding))).ToLookup(found => found.Vm, found => found.Finding);
    }

    /// <summary>What <paramref name="vms"/> give rise to among themselves by their settings alone: reads no file.</summary>
    public static ILookup<VmView, Finding> BySettings(IReadOnlyList<VmView> vms) => Find(BetweenSettings, vms);

    /// <summary>The disks in <paramref name="folders"/> that none of <paramref name="vms"/>, all there are, uses.</summary>
    public static IEnumerable<(DiskFolder Folder, Finding Finding)> Orphans(IReadOnlyList<DiskFolder> folders, IReadOnlyList<VmView> vms) =>
        folders.Count == 0 ? [] : OrphanedDiskConcern.Find(folders, vms);

    /// <summary>
    /// Everything about <paramref name="vm"/> that the administrator should look at, the gravest first: what its settings
    /// say, notes left out, with <paramref name="others"/>. What is said twice of one device is said once, by the graver.
    /// </summary>
    public static IReadOnlyList<Finding> Of(VmView vm, IEnumerable<Finding> others)
    {
        var all = vm.Translation is { } translation
            ? translation.Findings.Where(finding => finding.Severity > Severity.Info).Concat(others)
            : [Concern.Of(vm.Failure!, FindingId.UnreadableVm)];
        return
        [
            .. all.OrderByDescending(finding => finding.Severity)
                .GroupBy(finding => (finding.Id, Device(finding) ?? finding.What))
                .Select(same => same.First()),
        ];
    }

    private static ILookup<VmView, Finding> Find(IEstateConcern[] concerns, IReadOnlyList<VmView> vms)
    {
        var readable = vms.Where(vm => vm.Translation is not null).ToList();
        return concerns.SelectMany(concern => concern.Find(readable)).ToLookup(found => found.Vm, found => found.Finding);
    }

    /// <summary>The device of a numbered key such as <c>scsi0:1.fileName</c>; null for any other.</summary>
    private static string? Device(Finding finding) =>
        finding.Key?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && char.IsAsciiDigit(finding.Key[dot - 1])
            ? finding.Key[..dot]
            : null;
}
