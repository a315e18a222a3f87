namespace V2K.Engine.Datastores;

/// <summary>A folder with disks and no VM.</summary>
/// <param name="Datastore">The datastore it lies in.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Files">The full paths of its VMDKs: descriptors and extents.</param>
public sealed record DiskFolder(Datastore Datastore, string Path, IReadOnlyList<string> Files)
{
    /// <summary>Its name as VMware would spell it: <c>[datastore1] old</c>.</summary>
    public string Id => $"[{Datastore.Name}] {System.IO.Path.GetRelativePath(Datastore.Source, Path)}";

    /// <summary>Whether <paramref name="path"/> is named like a VMDK.</summary>
    internal static bool IsDisk(string path) => path.EndsWith(".vmdk", StringComparison.OrdinalIgnoreCase);
}
