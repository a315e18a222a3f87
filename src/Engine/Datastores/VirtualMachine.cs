namespace V2K.Engine.Datastores;

/// <summary>A VM found in a datastore: a .vmx file and what it calls itself.</summary>
/// <param name="Datastore">Where it was found.</param>
/// <param name="VmxPath">The full path of its .vmx file.</param>
/// <param name="DisplayName">Its display name; the file's name where it has none or cannot be read.</param>
public sealed record VirtualMachine(Datastore Datastore, string VmxPath, string DisplayName)
{
    /// <summary>Ends the name of a template's settings.</summary>
    internal const string TemplateEnding = ".vmtx";

    /// <summary>The .vmx file relative to the datastore, such as <c>web01/web01.vmx</c>.</summary>
    public string RelativePath { get; } = Path.GetRelativePath(Datastore.Source, VmxPath);

    /// <summary>The .vmx file's name without its ending.</summary>
    public string FileName { get; } = Path.GetFileNameWithoutExtension(VmxPath);

    /// <summary>Whether it is a template of vCenter: a VM that never runs, whose settings are in a <c>.vmtx</c> file.</summary>
    public bool IsTemplate { get; } = VmxPath.EndsWith(TemplateEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The folder's name.</summary>
    public string FolderName { get; } = Path.GetFileName(Path.GetDirectoryName(VmxPath)!);

    /// <summary>The name that is unique among all VMs, as VMware writes it: <c>[datastore1] web01/web01.vmx</c>.</summary>
    public string Id => $"[{Datastore.Name}] {RelativePath}";

    /// <summary>Whether a name that somebody wrote means it, in whatever case: its display name, folder or file name, or its name in full.</summary>
    public bool GoesBy(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names by which somebody may mean it.</summary>
    internal IReadOnlyList<string> Names => [DisplayName, FolderName, FileName, Id, RelativePath];

    /// <summary>Where its domain XML goes.</summary>
    public string XmlPath => Path.Combine(Datastore.Target, Path.ChangeExtension(RelativePath, ".xml"));

    /// <summary>Where its state is kept: beside the results, out of their way.</summary>
    public string StatePath => Path.Combine(Datastore.Target, State.StateFolder.Name, Path.ChangeExtension(RelativePath, ".json"));
}
