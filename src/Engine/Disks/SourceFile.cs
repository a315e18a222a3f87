namespace V2K.Engine.Disks;

/// <summary>A file that a disk is made of, as it was when it was opened: enough to tell later whether it is still the same.</summary>
/// <param name="Path">The full path on this host.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">Its time of last modification, to 100 ns.</param>
/// <param name="Inode">Its inode number, see inode(7).</param>
/// <param name="AllocatedBytes">What it occupies on its file system, holes not counted.</param>
public sealed record SourceFile(string Path, long Size, DateTimeOffset Modified, ulong Inode, long AllocatedBytes)
{
    /// <summary>Whether <paramref name="other"/> is this file, not written to in between. What it occupies may settle later.</summary>
    internal bool IsSameAs(SourceFile other) =>
        (Path, Size, Modified, Inode) == (other.Path, other.Size, other.Modified, other.Inode);

    /// <summary>Whether two lists of files are the same files, in the same order.</summary>
    internal static bool AreSame(IReadOnlyList<SourceFile> files, IReadOnlyList<SourceFile> others) =>
        files.Count == others.Count && files.Zip(others).All(pair => pair.First.IsSameAs(pair.Second));
}
