using System.Text.Json.Nodes;
using V2K.Engine.Disks.Vmdk;
using V2K.Engine.Interop;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// Spells a disk out for QEMU as a <c>json:</c> pseudo-file name (qemu(1), Block device options), so that neither file names nor formats
/// are left to its guessing. The extents it finds itself, by the names in the descriptors: those must lead it to the files we have checked.
/// </summary>
internal static class QemuSource
{
    private const string Remedy = "Convert with --engine=native, which follows the configured datastores";

    /// <summary>The name under which QEMU opens <paramref name="image"/>.</summary>
    /// <exception cref="V2KException">QEMU would open other files than we did.</exception>
    internal static string Describe(DiskImage image)
    {
        JsonObject? node = null;
        foreach (var layer in image.Chain.Reverse())
        {
            CheckExtents(layer);
            var file = Describe(layer.Files[0]);
            var parent = node;
            node = new JsonObject { ["driver"] = "vmdk", ["file"] = file };
            if (parent is not null)
            {
                node["backing"] = parent;
            }
        }

        return "json:" + node!.ToJsonString();
    }

    private static JsonObject Describe(DiskFile file)
    {
        var whole = new JsonObject { ["driver"] = "file", ["filename"] = file.Whole };
        return file.Whole == file.Path
            ? whole
            : new JsonObject { ["driver"] = "raw", ["offset"] = file.Start, ["size"] = file.Size, ["file"] = whole };
    }

    private static void CheckExtents(Layer layer)
    {
        var folder = Path.GetDirectoryName(layer.Path)!;
        if (layer.HasEmbeddedDescriptor)
        {
            return;
        }

        foreach (var line in layer.Descriptor.Extents)
        {
            if (line.Type is ExtentType.Zero)
            {
                // QEMU skips the line, and everything behind it moves forward.
                throw new V2KException("qemu-img does not know extents of type ZERO, and would leave this one out", Remedy, layer.Path);
            }

            var path = Path.Combine(folder, line.FileName);
            if (!layer.Files.Any(file => IsSame(path, file)))
            {
                throw new V2KException(
                    $"qemu-img would look for the extent {line.FileName} at {path}, which is not where its datastore is mapped to", Remedy, layer.Path);
            }
        }
    }

    private static bool IsSame(string path, DiskFile file)
    {
        try
        {
            var status = Posix.Status(path);
            return status.Inode == file.Source.Inode && status.Device == file.Device;
        }
        catch (IOException)
        {
            // Nothing there: not the same.
            return false;
        }
    }
}
