using System.Text;
using V2K.Engine.Datastores;
using V2K.Engine.Interop;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Configuration.Writing;

/// <summary>A file on a datastore that a file of a VM names by the datastore's id or name.</summary>
/// <param name="Path">What it names.</param>
/// <param name="Referrer">The full path of the file that names it.</param>
internal sealed record VolumeReference(VmfsPath Path, string Referrer)
{
    /// <summary>Descriptors of disks are shorter; longer files hold the disk itself, and name nothing in their first bytes.</summary>
    private const int MaximumDescriptor = 256 << 10;

    /// <summary>What the settings of <paramref name="document"/> name.</summary>
    internal static IEnumerable<VolumeReference> In(VmxDocument document, string vmxPath)
    {
        var found = new List<VolumeReference>();
        foreach (var entry in document.Entries)
        {
            var value = document.Value(entry);
            if (value.IndexOf(VmfsPath.Volumes, StringComparison.Ordinal) >= 0 || value is ['[', ..])
            {
                Add(found, value.ToString(), vmxPath);
            }
        }

        return found;
    }

    /// <summary>What the text of the descriptor <paramref name="path"/> names: parents of snapshots and extents on other datastores. Nothing where it cannot be read.</summary>
    internal static IEnumerable<VolumeReference> InDescriptor(string path)
    {
        var found = new List<VolumeReference>();
        foreach (var line in ReadDescriptor(path).Split('\n'))
        {
            if (line.IndexOf('"', StringComparison.Ordinal) is >= 0 and var start && line.IndexOf('"', start + 1) is >= 0 and var end)
            {
                Add(found, line[(start + 1)..end], path);
            }
        }

        return found;
    }

    private static void Add(List<VolumeReference> found, string text, string referrer)
    {
        if (VmfsPath.Parse(text) is { Path.Length: > 0 } path)
        {
            found.Add(new VolumeReference(path, referrer));
        }
    }

    private static string ReadDescriptor(string path)
    {
        try
        {
            using var file = Posix.OpenForReading(path);
            var status = Posix.Status(file);
            if (!status.IsRegularFile || status.Size > MaximumDescriptor)
            {
                return "";
            }

            var bytes = new byte[status.Size];
            var length = RandomAccess.Read(file, bytes, 0);
            return bytes.AsSpan(0, length).Contains((byte)0) ? "" : Encoding.UTF8.GetString(bytes, 0, length);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or V2KException)
        {
            // Inventory says of every disk that it cannot be read, and why.
            return "";
        }
    }
}
