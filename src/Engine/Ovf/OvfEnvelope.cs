using System.Xml;
using System.Xml.Linq;
using V2K.Rules;

namespace V2K.Engine.Ovf;

/// <summary>
/// A VM's description in DSP0243, "Open Virtualization Format Specification", versions 1 and 2, which differ in their name spaces: names are compared without.
/// </summary>
/// <param name="Path">The .ovf.</param>
/// <param name="System">VirtualSystem.</param>
/// <param name="Files">References/File, by id.</param>
/// <param name="Disks">DiskSection/Disk, by diskId.</param>
internal sealed record OvfEnvelope(
    string Path, XElement System, IReadOnlyDictionary<string, XElement> Files, IReadOnlyDictionary<string, XElement> Disks)
{
    private const string Damaged = "The description is damaged: export the VM again";

    /// <summary>Reads a description.</summary>
    /// <exception cref="V2KException">It is no XML, no OVF, or describes several VMs.</exception>
    internal static OvfEnvelope Parse(byte[] bytes, string path)
    {
        var root = Load(bytes, path);
        if (root.Name.LocalName != "Envelope")
        {
            throw new V2KException($"is no OVF: its root is {root.Name.LocalName}, not Envelope", Damaged, path);
        }

        var systems = root.Descendants().Where(element => element.Name.LocalName == "VirtualSystem").ToList();
        return systems switch
        {
            [] => throw new V2KException("describes no VM (VirtualSystem)", Damaged, path),
            [var system] => new OvfEnvelope(
                path,
                system,
                ById(root.Elements().Named("References").Elements().Named("File"), "id", path),
                ById(root.Elements().Named("DiskSection").Elements().Named("Disk"), "diskId", path)),
            _ => throw new V2KException(
                $"describes {systems.Count} VMs: it is a vApp", "Export its VMs one by one", path, systems[1].Line()),
        };
    }

    /// <summary>The file that a disk, or a drive's HostResource, is in, as it is named beside the .ovf.</summary>
    /// <param name="resource"><c>ovf:/disk/vmdisk1</c> or <c>ovf:/file/file1</c>.</param>
    /// <param name="at">The element that names it, for messages.</param>
    /// <returns>Null for a disk that is to be made empty.</returns>
    /// <exception cref="V2KException">There is no such thing, or it is not there as a VMDK.</exception>
    internal string? FileOf(string resource, XElement at)
    {
        var parts = resource.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var id = parts.LastOrDefault("");
        if (parts.Length >= 2 && parts[^2] == "disk")
        {
            if (!Disks.TryGetValue(id, out var disk))
            {
                throw new V2KException($"'{resource}' names a disk that is not described", Damaged, Path, at.Line());
            }

            CheckDisk(disk);
            if (disk.Get("fileRef") is not { Length: > 0 } reference)
            {
                return null;
            }

            id = reference;
        }

        return Files.TryGetValue(id, out var file)
            ? HrefOf(file)
            : throw new V2KException($"'{resource}' names a file that is not listed under References", Damaged, Path, at.Line());
    }

    private void CheckDisk(XElement disk)
    {
        if (disk.Get("parentRef") is { Length: > 0 })
        {
            throw new V2KException(
                "the disk is a difference to another one of the export", "Export the VM without its snapshots", Path, disk.Line(), disk.Get("diskId"));
        }

        // http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized
        if (disk.Get("format") is { Length: > 0 } format && !format.Contains("vmdk", StringComparison.OrdinalIgnoreCase))
        {
            throw new V2KException(
                $"the disk is no VMDK, but {format}", "Unpack the archive, and convert the disk with qemu-img", Path, disk.Line(), disk.Get("diskId"));
        }
    }

    private string HrefOf(XElement file)
    {
        var href = file.Get("href") ?? "";
        if (file.Get("compression") is { Length: > 0 } compression && compression != "identity")
        {
            throw Compressed($"is compressed as a whole ({compression})");
        }

        if (href.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            throw Compressed("is compressed as a whole (gzip)");
        }

        if (file.Get("chunkSize") is { Length: > 0 })
        {
            throw new V2KException(
                $"{href} is cut into chunks", $"Unpack the archive and join them: cat {href}.* > {href}, without the chunkSize in the .ovf", Path, file.Line());
        }

        return href.Length > 0 && !href.Contains("://", StringComparison.Ordinal)
            ? href
            : throw new V2KException($"'{href}' is no file of the export", "Fetch it, and name it in href", Path, file.Line());

        V2KException Compressed(string what) => new(
            $"{href} {what}, so that it cannot be read in place",
            "Unpack the archive (tar -xf), gunzip the disk, and take the compression and the .gz out of the .ovf",
            Path,
            file.Line());
    }

    private static Dictionary<string, XElement> ById(IEnumerable<XElement> elements, string attribute, string path)
    {
        var found = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            if (!found.TryAdd(element.Get(attribute) ?? "", element))
            {
                throw new V2KException($"there are two {element.Name.LocalName} of one {attribute}", Damaged, path, element.Line());
            }
        }

        return found;
    }

    private static XElement Load(byte[] bytes, string path)
    {
        try
        {
            // Entities are how a description would reach other files, or grow without end.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root!;
        }
        catch (XmlException e)
        {
            throw new V2KException($"is no XML: {e.Message}", Damaged, path, e.LineNumber > 0 ? e.LineNumber : null, cause: e);
        }
    }
}
