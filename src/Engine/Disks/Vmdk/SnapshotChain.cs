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

                CheckParentage(chain);
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

    /// <summary>Checks that the last of the chain is as it was when the one before it was made.</summary>
    private static void CheckParentage(List<Layer> chain)
    {
        if (chain is [.., var child, var parent] && child.Descriptor.ParentContentId != parent.Descriptor.ContentId)
        {
            throw new V2KException(
                $"expects its parent {parent.Path} with CID {child.Descriptor.ParentContentId:x8}, but that has CID "
                + $"{parent.Descriptor.ContentId:x8}: the parent was written to after the snapshot, and the two no longer fit together",
                "Restore the parent as it was, or repair the CIDs if you know that its content is unchanged",
                child.Path,
                key: "parentCID")
            { Id = FindingId.CidMismatch };
        }
    }
}
