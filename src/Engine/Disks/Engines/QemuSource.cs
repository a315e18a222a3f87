using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using V2K.Engine.Disks.Vmdk;
using V2K.Engine.State;
using V2K.Rules;

namespace V2K.Engine.Disks.Engines;

/// <summary>
/// Spells a disk out for QEMU as a <c>json:</c> pseudo-file name (qemu(1), Block device options), so that neither file names nor formats
/// are left to its guessing. QEMU understands descriptors differently from us: it sees extents in lines that we take for settings, and parents of
/// disks that we take for base disks. So it never gets one of a datastore, but descriptors of our own, whose extents are the files that we have open.
/// </summary>
internal static class QemuSource
{
    private const string Remedy = "Convert with --engine=native, which reads the same disks";

    /// <summary>QEMU reads no more of a descriptor than this, in bytes, and leaves out the extents behind it without a word (vmdk_read_desc).</summary>
    private const int MaximumDescriptor = (1 << 20) - 1;

    /// <summary>Stands for all that is not stored: QEMU skips extents of type ZERO, and everything behind them moves forward.</summary>
    private const string Zeroes = "zeroes";

    /// <summary>The name under which QEMU opens <paramref name="image"/>, as long as the image is open.</summary>
    /// <param name="image">The disk.</param>
    /// <param name="folder">Takes the descriptors; an empty folder that no other user can enter.</param>
    /// <exception cref="V2KException">QEMU could not read it, or not all of it.</exception>
    internal static string Describe(DiskImage image, string folder)
    {
        if (image.Chain.SelectMany(layer => layer.Extents).FirstOrDefault(extent => extent.File is { IsPlain: false }) is { File: { } odd })
        {
            throw new V2KException("is compressed as a whole or split into chunks, and QEMU does not read it in place", Remedy, odd.Path);
        }

        MakeZeroes(image, folder);
        JsonObject? node = null;
        for (var depth = image.Chain.Count - 1; depth >= 0; depth--)
        {
            if (Direct(image.Chain[depth]) is { } file)
            {
                // Without this, QEMU opens the parent that the file names, even if there is none.
                var parent = node ?? (depth + 1 < image.Chain.Count ? Image(FileNode(Path.Combine(folder, NameOf(depth + 1)))) : null);
                node = Image(file);
                node["backing"] = parent;
                continue;
            }

            var path = Path.Combine(folder, NameOf(depth));
            AtomicFile.WriteText(path, Descriptor(image.Chain, depth));
            if (node is not null)
            {
                var child = Image(FileNode(path));
                child["backing"] = node;
                node = child;
            }
        }

        // Layers that are all descriptors of ours find each other by their hints: qcow2 has room for a backing file's name of 1023 bytes only.
        return "json:" + (node ?? Image(FileNode(Path.Combine(folder, NameOf(0))))).ToJsonString();
    }

    /// <summary>
    /// The file that holds all of <paramref name="layer"/>, if QEMU must open it without a descriptor of ours: one with a footer, which QEMU only finds
    /// so, or a member of an archive. Extents that are named in it are not looked for.
    /// </summary>
    private static JsonObject? Direct(Layer layer)
    {
        if (!layer.HasEmbeddedDescriptor)
        {
            return null;
        }

        var file = layer.Files[0];
        return file.Whole != file.Path
            ? new JsonObject { ["driver"] = "raw", ["offset"] = file.Start, ["size"] = file.Size, ["file"] = FileNode(file.HeldPath) }
            : layer.Extents[0] is SparseExtent { HasFooter: true } ? FileNode(file.HeldPath) : null;
    }

    private static JsonObject Image(JsonObject file) => new() { ["driver"] = "vmdk", ["file"] = file };

    private static JsonObject FileNode(string path) => new() { ["driver"] = "file", ["filename"] = path };

    private static string NameOf(int depth) => string.Create(CultureInfo.InvariantCulture, $"layer{depth}.vmdk");

    private static string Descriptor(IReadOnlyList<Layer> chain, int depth)
    {
        var layer = chain[depth];
        var parent = depth + 1 < chain.Count ? chain[depth + 1].Descriptor.ContentId : uint.MaxValue;
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"# Disk DescriptorFile\nversion=1\nCID={layer.Descriptor.ContentId:x8}\nparentCID={parent:x8}\ncreateType=\"vmfs\"\n"));
        if (depth + 1 < chain.Count)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"parentFileNameHint=\"{NameOf(depth + 1)}\"\n");
        }

        for (var i = 0; i < layer.Extents.Count; i++)
        {
            _ = text.Append(Line(layer.Extents[i], layer.Descriptor.Extents[i])).Append('\n');
        }

        return text.Length <= MaximumDescriptor
            ? text.ToString()
            : throw new V2KException(
                $"the disk has {layer.Extents.Count} extents, and QEMU reads only those in the first MiB of a descriptor", Remedy, layer.Path);
    }

    private static string Line(IExtent extent, ExtentLine line)
    {
        var sectors = extent.Length / Sector.Size;
        if (extent.File is not { } file)
        {
            return string.Create(CultureInfo.InvariantCulture, $"RW {sectors} FLAT \"{Zeroes}\" 0");
        }

        if (line.Type is ExtentType.Flat or ExtentType.Vmfs)
        {
            // A member of an archive starts at a sector too.
            return string.Create(
                CultureInfo.InvariantCulture, $"RW {sectors} FLAT \"{file.HeldPath}\" {(file.Start + line.Position) / Sector.Size}");
        }

        return file.Whole == file.Path
            ? string.Create(CultureInfo.InvariantCulture, $"RW {sectors} {line.Type.ToString().ToUpperInvariant()} \"{file.HeldPath}\"")
            : throw new V2KException("QEMU cannot read a sparse extent in an archive whose descriptor is another file", Remedy, file.Path);
    }

    private static void MakeZeroes(DiskImage image, string folder)
    {
        var longest = image.Chain.SelectMany(layer => layer.Extents).Where(extent => extent.File is null).Select(extent => extent.Length).DefaultIfEmpty().Max();
        if (longest == 0)
        {
            return;
        }

        try
        {
            using var zeroes = File.OpenHandle(Path.Combine(folder, Zeroes), FileMode.CreateNew, FileAccess.Write);
            RandomAccess.SetLength(zeroes, longest);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            throw new V2KException(
                $"QEMU does not know extents of type ZERO, and a hole of {longest} bytes in their place cannot be created in {folder}: {e.Message}",
                Remedy,
                image.Chain[0].Path,
                cause: e);
        }
    }
}
