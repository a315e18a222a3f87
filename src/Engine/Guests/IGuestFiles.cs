namespace V2K.Engine.Guests;

/// <summary>
/// The guest's mounted file systems, which is all that a step gets to see. Paths are the guest's own, from its root; links in them are
/// followed inside the guest and never lead out of it. Text is taken byte for byte (Latin-1), so that whatever a step does
/// not change comes back as it was, whatever its encoding.
/// </summary>
/// <exception cref="V2K.Rules.V2KException">Of every member: the guest's file system refuses, or the appliance died.</exception>
public interface IGuestFiles
{
    /// <summary>Whether <paramref name="path"/> leads to a regular file.</summary>
    bool IsFile(string path);

    /// <summary>Whether <paramref name="path"/> leads to a folder.</summary>
    bool IsFolder(string path);

    /// <summary>Where the symbolic link <paramref name="path"/> points; null where it is none.</summary>
    string? LinkTarget(string path);

    /// <summary>The paths that match a shell pattern, sorted; none for none.</summary>
    IReadOnlyList<string> Glob(string pattern);

    /// <summary>The length of a file in bytes.</summary>
    long Length(string path);

    /// <summary>A whole file of at most a few megabytes.</summary>
    string ReadText(string path);

    /// <summary>Up to <paramref name="count"/> bytes from <paramref name="offset"/> on; fewer at the end of the file.</summary>
    byte[] ReadAt(string path, long offset, int count);

    /// <summary>Writes a whole file; one that exists keeps its owner, mode and labels, a new one is root's with mode 0644.</summary>
    void WriteText(string path, string text);

    /// <summary>Copies a file of any size to this host.</summary>
    void Download(string path, string localPath);

    /// <summary>Replaces what a file holds, of any size, by a file of this host.</summary>
    void Upload(string localPath, string path);

    /// <summary>Writes into a file that exists, from <paramref name="offset"/> on; it grows as needed.</summary>
    void WriteAt(string path, long offset, ReadOnlySpan<byte> content);

    /// <summary>Cuts a file off.</summary>
    void Truncate(string path, long length);

    /// <summary>Makes a folder and those above it.</summary>
    void MakeFolder(string path);

    /// <summary>Removes a file or a folder with all that is in it; nothing where there is none.</summary>
    void Remove(string path);

    /// <summary>Renames a file or folder.</summary>
    void Move(string path, string newPath);

    /// <summary>Copies a file with owner, mode and labels.</summary>
    void Copy(string path, string newPath);

    /// <summary>Makes a symbolic link; replaces one of the name.</summary>
    void Link(string target, string path);

    /// <summary>Sets the permission bits.</summary>
    void ChangeMode(string path, UnixFileMode mode);

    /// <summary>What the file system that holds <paramref name="path"/> has free for root, in bytes.</summary>
    long FreeBytes(string path);

    /// <summary>Gives the free blocks of the file system mounted at <paramref name="folder"/> back; false where it cannot.</summary>
    bool TryTrim(string folder);

    /// <summary>Runs one of the guest's own programs inside the appliance, the guest's root as its own; returns what it prints.</summary>
    string Run(params string[] command);
}
