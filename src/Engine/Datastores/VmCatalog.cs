using V2K.Engine.Interop;
using V2K.Engine.Ovf;
using V2K.Rules;

namespace V2K.Engine.Datastores;

/// <summary>Finds the VMs of the configured datastores.</summary>
/// <param name="Vms">Every .vmx file and every exported VM, by datastore in the order of the configuration, then by path.</param>
/// <param name="Problems">Folders and files that could not be read: the listing may lack VMs there.</param>
public sealed record VmCatalog(IReadOnlyList<VirtualMachine> Vms, IReadOnlyList<V2KException> Problems)
{
    private static readonly EnumerationOptions OneFolder = new()
    {
        // An unreadable folder is reported, not skipped.
        IgnoreInaccessible = false,

        // Entries that begin with a dot are VMFS's own and snapshots of the storage: copies of VMs, not VMs.
        AttributesToSkip = FileAttributes.Hidden,
        MatchType = MatchType.Simple,
        MatchCasing = MatchCasing.CaseInsensitive,
    };

    /// <summary>Every template, in the same order. <c>--all</c> does not mean them.</summary>
    public IReadOnlyList<VirtualMachine> Templates { get; private init; } = [];

    /// <summary>The folders with VMDKs and without a VM, in the order of <see cref="Vms"/>: whose disks they are, other folders say.</summary>
    public IReadOnlyList<DiskFolder> DiskFolders { get; private init; } = [];

    /// <summary>Walks the sources. Links to folders are not followed: they would show VMs twice, or never end.
    /// A datastore inside another is listed as itself only, and a target inside a source is passed by.</summary>
    public static VmCatalog Scan(IReadOnlyList<Datastore> datastores)
    {
        var vms = new List<VirtualMachine>();
        var templates = new List<VirtualMachine>();
        var disks = new List<DiskFolder>();
        var problems = new List<V2KException>();
        var passedBy = TargetPlacement.PassedBy(datastores);
        foreach (var datastore in datastores)
        {
            var source = RealPath.Of(datastore.Source);
            var folders = new Stack<string>([datastore.Source]);
            while (folders.TryPop(out var folder))
            {
                try
                {
                    var inside = new DirectoryInfo(folder);
                    List<string> files = [.. inside.EnumerateFiles("*", OneFolder).Select(file => file.FullName).Order(StringComparer.Ordinal)];
                    List<(string Path, string? DisplayName)> descriptions = [.. Descriptions(files)];
                    foreach (var vm in descriptions.Select(vm => new VirtualMachine(datastore, vm.Path, vm.DisplayName ?? DisplayName(vm.Path))))
                    {
                        (vm.IsTemplate ? templates : vms).Add(vm);
                    }

                    if (descriptions.Count == 0 && files.Where(DiskFolder.IsDisk).ToList() is { Count: > 0 } loose)
                    {
                        disks.Add(new DiskFolder(datastore, folder, loose));
                    }

                    foreach (var child in inside.EnumerateDirectories("*", OneFolder)
                        .Where(child => child.LinkTarget is null && !passedBy.Contains(Path.Combine(source, Path.GetRelativePath(datastore.Source, child.FullName))))
                        .Select(child => child.FullName)
                        .OrderDescending(StringComparer.Ordinal))
                    {
                        folders.Push(child);
                    }
                }
                catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
                {
                    problems.Add(Unreadable(folder, datastore, cause));
                }
            }
        }

        return new VmCatalog(vms, problems) { DiskFolders = disks, Templates = templates };
    }

    /// <summary>
    /// The VMs and templates that a folder's files describe: in each .vmx and .vmtx, each .ovf that was not exported beside its .vmx, and the .ovf in each OVA.
    /// </summary>
    private static IEnumerable<(string Path, string? DisplayName)> Descriptions(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            if (file.EndsWith(".vmx", StringComparison.OrdinalIgnoreCase) || IsTemplate(file))
            {
                yield return (file, null);
                continue;
            }

            var description = OvfFile.IsArchive(file) ? OvfFile.In(file)
                : OvfFile.Matches(file) && !File.Exists(Path.ChangeExtension(file, ".vmx")) ? file
                : null;
            foreach (var vm in description is null ? [] : OvfFile.VmsIn(description))
            {
                yield return vm;
            }
        }
    }

    /// <summary>A template has no .vmx: VMware renames it to .vmtx. Beside one, a .vmtx is a leftover.</summary>
    private static bool IsTemplate(string file) =>
        file.EndsWith(VirtualMachine.TemplateEnding, StringComparison.OrdinalIgnoreCase) && !File.Exists(Path.ChangeExtension(file, ".vmx"));

    /// <summary>The name inside the file; a file that cannot be read is listed by its own, and fails when it is chosen.</summary>
    private static string DisplayName(string path)
    {
        try
        {
            return VmxFile.Read(path).Document.Find("displayName") is { Length: > 0 } name
                ? name
                : Path.GetFileNameWithoutExtension(path);
        }
        catch (V2KException)
        {
            return Path.GetFileNameWithoutExtension(path);
        }
    }

    private static V2KException Unreadable(string folder, Datastore datastore, Exception cause) => folder == datastore.Source
        ? new V2KException(
            $"the datastore '{datastore.Name}' cannot be read here: {cause.Message}",
            datastore.IsOfCommandLine ? "Mount it, or correct the folder in --datastore" : "Mount it, or correct its source: in the configuration",
            folder,
            cause: cause)
        : new V2KException($"cannot be read: {cause.Message}", "Make it readable if it contains a VM", folder, cause: cause);
}
