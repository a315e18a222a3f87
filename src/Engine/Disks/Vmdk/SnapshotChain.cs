using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>Opens a disk and, if it is a snapshot's, its parents down to the base.</summary>
internal static class SnapshotChain
{
    /// <summary>VMware itself allows 32 snapshots.</summary>
    private const int MaximumDepth = 64;

    /// <summary>Opens the VMDK at <paramref name="path"/> and every parent; the newest comes first.</summary>
    internal static List<Layer> Open(string path, IDatastorePaths paths)
    {
        var chain = new List<Layer>();
        var seen = new HashSet<(ulong Device, ulong Inode, long Start)>();
        try
        {
            while (true)
            {
                var layer = LayerReader.Open(path, paths);
                chain.Add(layer);
                if (!seen.Add((layer.Files[0].Device, layer.Files[0].Source.Inode, layer.Files[0].Start)))
                {
                    throw new V2KException(
                        "is its own parent, through parentFileNameHint", "Repair the chain in VMware: consolidate the snapshots", path);
                }

                if (chain is [.., var child, var parent])
                {
                    CheckParentage(child.Descriptor, child.Path, parent.Descriptor, parent.Path);
                }

                if (layer.Descriptor.ParentHint is not { } hint)
                {
                    return chain;
                }

                if (chain.Count > MaximumDepth)
                {
                    throw new V2KException(
                        $"more than {MaximumDepth} snapshots stand on one another", "Consolidate the snapshots in VMware", chain[0].Path);
                }

                path = paths.Resolve(hint, path);
            }
        }
        catch
        {
            chain.ForEach(layer => layer.Dispose());
            throw;
        }
    }

    /// <summary>The full path of the VMDK on which the one at <paramref name="path"/> stands; null for a base disk. Opens descriptors only.</summary>
    internal static string? ParentOf(string path, IDatastorePaths paths)
    {
        var child = LayerReader.ReadDescriptor(path);
        if (child.ParentHint is not { } hint)
        {
            return null;
        }

        var parent = paths.Resolve(hint, path);
        CheckParentage(child, path, LayerReader.ReadDescriptor(parent), parent);
        return parent;
    }

    /// <summary>Checks that a parent is as it was when its child was made.</summary>
    private static void CheckParentage(VmdkDescriptor child, string childPath, VmdkDescriptor parent, string parentPath)
    {
        if (child.ParentContentId != parent.ContentId)
        {
            throw new V2KException(
                $"expects its parent {parentPath} with CID {child.ParentContentId:x8}, but that has CID "
                + $"{parent.ContentId:x8}: the parent was written to after the snapshot, and the two no longer fit together",
                "Restore the parent as it was, or repair the CIDs if you know that its content is unchanged",
                childPath,
                key: "parentCID")
            { Id = FindingId.CidMismatch };
        }
    }
}
