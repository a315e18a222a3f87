using V2K.Engine.Configuration;
using V2K.Engine.Datastores;
using V2K.Engine.Disks;
using V2K.Engine.Ovf;
using V2K.Engine.Stages;
using V2K.Rules;

namespace V2K.Engine.Concerns;

/// <summary>A VM as it lies in the datastore: settings, folder and disks, each read when it is first asked for, and once.</summary>
public sealed class VmView
{
    private readonly Lazy<(IReadOnlyList<string> Names, V2KException? Failure)> _folder;
    private readonly Lazy<IReadOnlyList<DiskView>> _disks;

    /// <summary>Looks at <paramref name="vm"/> with settings that are translated already.</summary>
    public VmView(VirtualMachine vm, DatastorePaths paths, TranslatedDomain translation)
        : this(vm, paths, translation, failure: null)
    {
    }

    private VmView(VirtualMachine vm, DatastorePaths paths, TranslatedDomain? translation, V2KException? failure)
    {
        Vm = vm;
        Translation = translation;
        Failure = failure;
        _folder = new(() => ReadFolder(vm));
        _disks = new(() => [.. (translation?.Disks ?? []).Select(disk => DiskView.Read(disk, paths))]);
    }

    /// <summary>The VM.</summary>
    public VirtualMachine Vm { get; }

    /// <summary>Its settings; null where they cannot be read.</summary>
    public TranslatedDomain? Translation { get; }

    /// <summary>Why its settings cannot be read; null where they can.</summary>
    public V2KException? Failure { get; }

    /// <summary>The names of everything in its folder, hidden entries included; none where it cannot be listed.</summary>
    public IReadOnlyList<string> FolderEntries => _folder.Value.Names;

    /// <summary>Why its folder cannot be listed; null where it can.</summary>
    public V2KException? FolderFailure => _folder.Value.Failure;

    /// <summary>Its disks in the order of the domain.</summary>
    public IReadOnlyList<DiskView> Disks => _disks.Value;

    /// <summary>The full path of its folder.</summary>
    public string Folder => Path.GetDirectoryName(Vm.VmxPath)!;

    /// <summary>Translates <paramref name="vm"/>; a file that cannot be read is a view with a failure.</summary>
    public static VmView Read(VirtualMachine vm, Config config, DatastorePaths paths)
    {
        try
        {
            return new VmView(vm, paths, TranslatedDomain.Make(vm, config, paths));
        }
        catch (V2KException failure)
        {
            return new VmView(vm, paths, translation: null, failure);
        }
    }

    /// <summary>The entries of its folder that are this VM's: all of them, or where VMs share a folder, those that begin with its name.</summary>
    /// <param name="ending">How they end, such as <c>.vmss</c>; case is no matter.</param>
    public IEnumerable<string> Own(string ending)
    {
        var isAlone = FolderEntries.Count(name => name.EndsWith(".vmx", StringComparison.OrdinalIgnoreCase)) <= 1;
        return FolderEntries.Where(name => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
            && (isAlone || name.StartsWith(Vm.FileName, StringComparison.Ordinal)));
    }

    private static (IReadOnlyList<string> Names, V2KException? Failure) ReadFolder(VirtualMachine vm)
    {
        if (OvfFile.IsInFile(vm.VmxPath))
        {
            // Only what was exported is in an OVA: no locks, and nothing that was left behind.
            return ([], null);
        }

        try
        {
            var entries = Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(vm.VmxPath)!);
            return ([.. entries.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)], null);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return ([], new V2KException(
                $"the VM's folder cannot be listed: {cause.Message}", "Make it readable, so that V2K can check for locks of a running VM", vm.VmxPath, cause: cause));
        }
    }
}

/// <summary>A disk of a VM as its descriptors and headers describe it.</summary>
/// <param name="Placement">Where it is and where it goes.</param>
/// <param name="Summary">What they say; null where they cannot be read.</param>
/// <param name="Failure">Why they cannot be read; null where they can.</param>
public sealed record DiskView(DiskPlacement Placement, DiskSummary? Summary, V2KException? Failure)
{
    private Lazy<SpaceNeed>? _space;

    /// <summary>What its copy takes of the target's file system, if nothing of it is there yet; reads its tables and some of its content when it is first asked for.</summary>
    internal SpaceNeed Space => _space?.Value ?? SpaceNeed.None;

    /// <summary>Reads descriptors and headers, no content.</summary>
    internal static DiskView Read(DiskPlacement disk, DatastorePaths paths)
    {
        try
        {
            var summary = DiskSummary.Read(disk.Source, paths);
            return new DiskView(disk, summary, Failure: null) { _space = new(() => Measure(disk, summary, paths)) };
        }
        catch (V2KException failure)
        {
            return new DiskView(disk, Summary: null, failure);
        }
    }

    /// <summary>A disk that turns out to be damaged is refused when it is copied, not because of its space.</summary>
    private static SpaceNeed Measure(DiskPlacement disk, DiskSummary summary, DatastorePaths paths)
    {
        try
        {
            return SpaceNeed.Measure(disk.Source, paths, disk.Layout);
        }
        catch (V2KException)
        {
            return new SpaceNeed(0, SpaceNeed.Ceiling(summary, disk.Layout.Preallocation));
        }
    }
}
