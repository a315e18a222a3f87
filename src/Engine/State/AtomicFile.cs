using System.Text;
using V2K.Engine.Interop;

namespace V2K.Engine.State;

/// <summary>Small files that appear under their name whole or not at all, and survive a power cut.</summary>
public static class AtomicFile
{
    /// <summary>Marks a file that is still being written; leftovers of a crash are recognised by it.</summary>
    public const string PartialSuffix = ".v2k-partial";

    /// <summary>Suffix of the record of how far such a file was written, from which the next run resumes.</summary>
    public const string CheckpointSuffix = ".v2k-checkpoint";

    /// <summary>
    /// Writes <paramref name="text"/> as UTF-8 with LF line ends beside <paramref name="path"/>, flushes it to
    /// the disk, renames it to <paramref name="path"/> and flushes the folder. Folders are made as needed.
    /// </summary>
    /// <param name="path">The final name.</param>
    /// <param name="text">All of it.</param>
    /// <param name="publishing">Called just before it gets that name.</param>
    public static void WriteText(string path, string text, Publishing? publishing = null) =>
        WriteBytes(path, Encoding.UTF8.GetBytes(text), publishing);

    /// <summary>Writes <paramref name="content"/> as <see cref="WriteText"/> does.</summary>
    public static void WriteBytes(string path, ReadOnlySpan<byte> content, Publishing? publishing = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var partial = path + PartialSuffix;
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        Publish(partial, path, publishing);
    }

    /// <summary>What was left of an attempt at <paramref name="path"/> that never came to its end; empty for nothing.</summary>
    internal static IEnumerable<string> Leftovers(string path) =>
        new[] { path + PartialSuffix, path + CheckpointSuffix }.Where(File.Exists);

    /// <summary>Removes what was left of an attempt at <paramref name="path"/> that never came to its end.</summary>
    public static void Tidy(string path)
    {
        // Its folder may not be there either.
        foreach (var left in Leftovers(path).ToList())
        {
            File.Delete(left);
        }
    }

    /// <summary>
    /// Whether a new file may take the place of what <paramref name="path"/> names: not of a device, a pipe or a link, such as
    /// <c>/dev/stdout</c>, which are written into.
    /// </summary>
    public static bool CanReplace(string path) =>
        new FileInfo(path).LinkTarget is null && Posix.TryStatus(path) is null or { IsRegularFile: true };

    /// <summary>Gives the flushed file <paramref name="partial"/> its final name <paramref name="path"/>, durably.</summary>
    public static void Publish(string partial, string path, Publishing? publishing = null)
    {
        publishing?.Invoke(path, FileStamp.Of(partial)!.Value);
        File.Move(partial, path, overwrite: true);
        Posix.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}

/// <summary>Called just before a complete file gets its final name, which does not change its stamp.</summary>
/// <param name="path">The final name.</param>
/// <param name="stamp">The file's stamp.</param>
public delegate void Publishing(string path, FileStamp stamp);
