using V2K.Engine.Datastores;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Disks.Vmdk;

/// <summary>Opens a disk and, if it is a snapshot's, its parents down to the base.</summary>
internal static class SnapshotChain
{
    /// <summary>VMware itself allows 32 snapshots.</summary>
    private const int MaximumDepth = 64;

    /// <summary>The most extents of all descriptors together: 16 times those of 62 TiB in pieces of 2 GiB, and what fits into one descriptor.</summary>
    private const int MaximumExtents = 1 << 19;

    /// <summary>Opens the VMDK at <paramref name="path"/> and every parent; the newest comes first.</summary>
    internal static List<Layer> Open(string path, IDatastorePaths paths)
    {
        var chain = new List<Layer>();
        var extents = 0;
        var seen = new HashSet<(ulong Device, ulong Inode, long Start)>();
        try
        {
            while (true)
            {
                var layer = Open(path, chain.LastOrDefault(), paths);
                chain.Add(layer);
                if (!seen.Add((layer.Files[0].Device, layer.Files[0].Source.Inode, layer.Files[0].Start)))
                {
                    throw new V2KException(
                        "is its own parent, through parentFileNameHint", "Repair the chain in VMware: consolidate the snapshots", path);
                }

                extents += layer.Extents.Count;
                if (extents > MaximumExtents)
                {
                    throw new V2KException(
                        $"the disk and its snapshots have {extents} extents or more; up to {MaximumExtents} are possible",
                        "Consolidate the snapshots in VMware, or clone the disk to a single-file type",
                        path);
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
                        $"the chain has more than {MaximumDepth} snapshots", "Consolidate the snapshots in VMware", chain[0].Path);
                }

                path = Parent(hint, path, paths);
            }
        }
        catch
        {
            chain.ForEach(layer => layer.Dispose());
            throw;
        }
    }

    private static Layer Open(string path, Layer? child, IDatastorePaths paths)
    {
        try
        {
            return LayerReader.Open(path, paths);
        }
        catch (V2KException e) when (child is not null && e.File == path && e.Id == FindingId.MissingDisk)
        {
            throw new V2KException($"{e.What}; it is the parent that {child.Path} names", e.Remedy, path, cause: e) { Id = e.Id };
        }
    }

    /// <summary>The full path of the VMDK on which the one at <paramref name="path"/> stands; null for a base disk. Opens descriptors only.</summary>
    internal static string? ParentOf(string path, IDatastorePaths paths)
    {
        var child = LayerReader.ReadDescriptor(path, paths);
        if (child.ParentHint is not { } hint)
        {
            return null;
        }

        var parent = Parent(hint, path, paths);
        CheckParentage(child, path, LayerReader.ReadDescriptor(parent, paths), parent);
        return parent;
    }

    /// <summary>
    /// The UUID of the disk at <paramref name="path"/>, 32 hexadecimal digits, which a snapshot copies from its parent; null where no descriptor has one.
    /// Opens descriptors only.
    /// </summary>
    /// <exception cref="V2KException">A descriptor of the chain cannot be read.</exception>
    internal static string? UuidOf(string path, IDatastorePaths paths)
    {
        for (var depth = 0; depth <= MaximumDepth; depth++)
        {
            var descriptor = LayerReader.ReadDescriptor(path, paths);
            if (descriptor.Uuid is not null || descriptor.ParentHint is null)
            {
                return descriptor.Uuid;
            }

            path = Parent(descriptor.ParentHint, path, paths);
        }

        return null;
    }

    /// <summary>
    /// Where the parent is. The hint is the place where it was when the snapshot was taken; since then the folder may have been moved, to another host
    /// even, and then it lies beside its child. That it is the one, <see cref="CheckParentage"/> tells.
    /// </summary>
    private static string Parent(string hint, string child, IDatastorePaths paths)
    {
        try
        {
            var named = paths.Resolve(hint, child);
            return Path.Exists(named) ? named : Beside(hint, child, paths) ?? named;
        }
        catch (V2KException e) when (e.Id == FindingId.UnmappedDatastore)
        {
            if (Beside(hint, child, paths) is not { } beside)
            {
                throw;
            }

            return beside;
        }
    }

    private static string? Beside(string hint, string child, IDatastorePaths paths)
    {
        var name = hint[(hint.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.Length > 0 && name != hint && paths.Resolve(name, child) is var path && path != child && File.Exists(path) ? path : null;
    }

    /// <summary>Checks that a parent is as it was when its child was made.</summary>
    private static void CheckParentage(VmdkDescriptor child, string childPath, VmdkDescriptor parent, string parentPath)
    {
        if (child.ParentContentId != parent.ContentId)
        {
            throw new V2KException(
                $"expects its parent {parentPath} with CID {child.ParentContentId:x8}, but that has CID "
                + $"{parent.ContentId:x8}: the parent was written to after the snapshot, and they no longer match",
                "Restore the parent as it was, or repair the CIDs if you know that its content is unchanged",
                childPath,
                key: "parentCID")
            { Id = FindingId.CidMismatch };
        }
    }
}
