using V2K.Engine.Datastores;
using V2K.Rules;

namespace V2K.Engine.Tests.Disks.Making;

/// <summary>One folder as the only datastore: names are relative to the file that mentions them, or to <c>/vmfs/volumes/ds</c>.</summary>
internal sealed class FolderPaths(string root) : IDatastorePaths
{
    public string Resolve(string reference, string referrer)
    {
        const string Vmfs = "/vmfs/volumes/ds/";
        var path = reference.StartsWith(Vmfs, StringComparison.Ordinal)
            ? Path.Combine(root, reference[Vmfs.Length..])
            : Path.GetFullPath(reference, Path.GetDirectoryName(referrer)!);
        return path.StartsWith(root + "/", StringComparison.Ordinal)
            ? path
            : throw new V2KException($"{reference} leaves the datastores", "Map the datastore it is on", referrer);
    }

    public bool Contains(string real) => real.StartsWith(root + "/", StringComparison.Ordinal);
}
