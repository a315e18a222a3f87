using V2K.Engine.Interop;
using V2K.Engine.Ovf;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Datastores;

/// <summary>Reads .vmx files out of a datastore, where a name that ends in .vmx may be anything; and .ovf files as if they were .vmx files.</summary>
public static class VmxFile
{
    /// <summary>Reads and parses the regular file <paramref name="path"/>.</summary>
    /// <returns>The document and the bytes it came from.</returns>
    /// <exception cref="V2KException">It is not a regular file, cannot be read, is too large or holds no settings.</exception>
    public static (VmxDocument Document, byte[] Bytes) Read(string path) => Read(path, OvfChoices.None, out _);

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="path">The VM's path.</param>
    /// <param name="choices">What the administrator decided about an exported VM.</param>
    /// <param name="export">What else the description of an exported VM says; null for a .vmx.</param>
    internal static (VmxDocument Document, byte[] Bytes) Read(string path, OvfChoices choices, out OvfExport? export)
    {
        if (OvfFile.Matches(path))
        {
            (export, var description) = OvfFile.Read(path, choices);
            return (export.Document, description);
        }

        export = null;
        var bytes = ReadBytes(path);
        return (VmxDocument.Parse(bytes, path), bytes);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            using var file = Posix.OpenForReading(path);
            var status = Posix.Status(file);
            if (!status.IsRegularFile)
            {
                throw new V2KException("is not a regular file", "Remove it from the datastore: no VM needs it", path);
            }

            VmxDocument.RefuseLength(status.Size, path);
            var bytes = new byte[status.Size];
            var length = 0;
            while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
            }

            return bytes[..length];
        }
        catch (IOException cause)
        {
            throw new V2KException($"cannot be read: {cause.Message}", "Check its name and permissions", path, cause: cause);
        }
    }
}
