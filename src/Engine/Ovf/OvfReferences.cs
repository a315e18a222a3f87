using System.Numerics;
using V2K.Engine.Disks.Vmdk;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>What stands behind a drive.</summary>
/// <param name="FileName">The file, as the VM's path would name it.</param>
/// <param name="Capacity">The size that the description gives the disk, in bytes; null for none.</param>
/// <param name="Disk">Disk of the DiskSection; null for a file.</param>
/// <param name="Parts">The parts that say so.</param>
internal sealed record OvfBacking(string FileName, BigInteger? Capacity, OvfElement? Disk, IReadOnlyList<OvfPart> Parts);

/// <summary>
/// The way from a drive's HostResource to a file: <c>ovf:/disk/vmdisk1</c> to Disk, its fileRef to File, its href to a file of the export.
/// </summary>
/// <param name="envelope">The description.</param>
/// <param name="properties">Those that capacities may name.</param>
/// <param name="files">Where the files are.</param>
/// <param name="settings">Receives what is found.</param>
internal sealed class OvfReferences(OvfEnvelope envelope, OvfProperties properties, OvfFiles files, OvfSettings settings)
{
    private const string Damaged = "The description is damaged: export the VM again";
    private const string DefaultUnit = "byte";
    private const string Mebibytes = "byte * 2^20";

    private readonly Dictionary<string, OvfElement> _files = envelope.Files;
    private readonly Dictionary<string, OvfElement> _disks = envelope.Disks;
    private Dictionary<string, OvfElement>? _byUuid;

    /// <summary>The disks of the DiskSection.</summary>
    internal IReadOnlyCollection<OvfElement> Disks => _disks.Values;

    /// <summary>Finds what a drive's HostResource names.</summary>
    /// <exception cref="V2KException">There is no such thing, or it is not there as a VMDK.</exception>
    internal OvfBacking Find(OvfElement resource)
    {
        resource.Read();
        var parts = resource.Content.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var id = parts.LastOrDefault("");
        var kind = parts.Length >= 2 ? parts[^2] : _disks.ContainsKey(id) ? "disk" : "file";
        if (kind == "disk")
        {
            return _disks.TryGetValue(id, out var disk)
                ? Of(disk)
                : throw new V2KException($"'{Printable.Excerpt(resource.Content)}' names a disk that is not described", Damaged, envelope.Path, resource.Line);
        }

        var file = FileOf(id, resource, resource.Content);
        return new OvfBacking(NameOf(file), Capacity: null, Disk: null, [file.Find("href") ?? (OvfPart)file]);
    }

    /// <summary>Whether a HostResource names a disk or file of the description.</summary>
    internal bool Knows(OvfElement resource)
    {
        var id = resource.Content.Split('/', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("");
        return _files.ContainsKey(id) || _disks.ContainsKey(id);
    }

    /// <summary>The disk with this UUID of VirtualBox's; null without.</summary>
    internal OvfElement? ByUuid(string uuid)
    {
        _byUuid ??= _disks.Values.Where(disk => disk.Find("uuid") is not null)
            .DistinctBy(disk => disk.Find("uuid")!.Text.Trim('{', '}'), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(disk => disk.Find("uuid")!.Text.Trim('{', '}'), StringComparer.OrdinalIgnoreCase);
        return _byUuid.GetValueOrDefault(uuid.Trim('{', '}'));
    }

    /// <summary>What stands behind a disk of the DiskSection: a file, or nothing yet.</summary>
    /// <exception cref="V2KException">It is not there as a VMDK, or its size makes no sense.</exception>
    internal OvfBacking Of(OvfElement disk)
    {
        disk.Read();
        var capacity = CapacityOf(disk);
        List<OvfPart> parts = [.. new OvfPart?[] { disk.Find("diskId"), disk.Find("fileRef"), disk.Find("capacity") }.OfType<OvfPart>()];
        if (disk.Get("fileRef") is not { } reference)
        {
            return new OvfBacking(files.EmptyDisk(disk.Find("diskId")?.Text ?? "", Checked(capacity, disk)), capacity, disk, parts);
        }

        var file = FileOf(reference, disk.Find("fileRef")!, reference);
        CheckDisk(disk, file);
        return new OvfBacking(NameOf(file), capacity, disk, [.. parts, file.Find("href") ?? (OvfPart)file]);
    }

    /// <summary>
    /// What stands behind a drive that names no disk, but a size: VirtualQuantity of its item (DSP0243 2.0, StorageItem), or the capacity in MiB that vCloud
    /// Director writes beside its HostResource.
    /// </summary>
    /// <param name="item">The drive.</param>
    /// <param name="place">Its place, by which the disk is named: <c>scsi0:1</c>.</param>
    /// <returns>Null where it names no size.</returns>
    /// <exception cref="V2KException">The size makes no sense.</exception>
    internal OvfBacking? Empty(OvfItem item, string place)
    {
        var quantity = item.Part("VirtualQuantity") is { Content.Length: > 0 } part ? part : null;
        var vcloud = item.Part("HostResource")?.Find("capacity");
        if ((quantity ?? (OvfPart?)vcloud) is not { } size)
        {
            return null;
        }

        var units = quantity is null ? null : item.Part("AllocationUnits") ?? item.Part("VirtualQuantityUnits");
        List<OvfPart> parts = units is null ? [size] : [size, units];
        parts.ForEach(read => read.Read());
        var unit = quantity is null ? Mebibytes : units?.Content is { Length: > 0 } spelled ? spelled : DefaultUnit;
        var bytes = SizeOf(size.Text, unit, size, units ?? size);
        return new OvfBacking(files.EmptyDisk(place, Checked(bytes, item.Element)), bytes, Disk: null, parts);
    }

    private OvfElement FileOf(string id, OvfPart at, string spelled) => _files.TryGetValue(id, out var file)
        ? file
        : throw new V2KException($"'{Printable.Excerpt(spelled)}' names a file that is not listed under References", Damaged, envelope.Path, at.Line);

    private BigInteger? CapacityOf(OvfElement disk)
    {
        if (disk.Get("capacity") is not { } text)
        {
            return null;
        }

        var capacity = disk.Find("capacity")!;
        return SizeOf(text, disk.Get("capacityAllocationUnits") ?? DefaultUnit, capacity, disk.Find("capacityAllocationUnits") ?? capacity);
    }

    private BigInteger SizeOf(string text, string unit, OvfPart at, OvfPart unitAt)
    {
        var spelled = properties.Resolve(unit, unitAt);
        var factor = OvfQuantity.Bytes(spelled) ?? throw OvfQuantity.Unknown(spelled, envelope.Path, unitAt);
        var resolved = properties.Resolve(text, at).Trim();
        return OvfQuantity.Number(resolved) is { Sign: >= 0 } number
            ? number * factor
            : throw new V2KException(
                $"the disk's size '{Printable.Excerpt(resolved)}' is not a number", "Correct it, or export the VM again", envelope.Path, at.Line, at.Name);
    }

    /// <summary>The size of a disk that is yet to be made, in bytes: a multiple of a sector.</summary>
    private long Checked(BigInteger? capacity, OvfElement disk) => capacity is { IsZero: false } bytes && bytes <= Sector.MaximumCapacity
        ? (long)((bytes + Sector.Size - 1) / Sector.Size * Sector.Size)
        : throw new V2KException(
            capacity is null or { IsZero: true }
                ? "the disk has neither a file nor a size"
                : $"the disk should have {capacity} bytes, but the maximum is {Sector.MaximumCapacity}",
            "Correct its capacity, or export the VM again",
            envelope.Path,
            disk.Line,
            Printable.Excerpt(disk.Find("diskId")?.Text ?? disk.Title));

    private void CheckDisk(OvfElement disk, OvfElement file)
    {
        var id = Printable.Excerpt(disk.Find("diskId")?.Text ?? "");
        if (disk.Get("parentRef") is not null)
        {
            throw new V2KException(
                "the disk is a delta of another disk of the export", "Export the VM without its snapshots", envelope.Path, disk.Line, id);
        }

        // http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized; some exporters name a format of their own for a VMDK.
        var href = file.Find("href")?.Text ?? "";
        if (disk.Get("format") is { } format
            && !format.Contains("vmdk", StringComparison.OrdinalIgnoreCase)
            && !href.Contains(".vmdk", StringComparison.OrdinalIgnoreCase))
        {
            throw new V2KException(
                $"the disk is not a VMDK but {Printable.Excerpt(format)}", "Unpack the archive, and convert the disk with qemu-img", envelope.Path, disk.Line, id);
        }
    }

    private string NameOf(OvfElement file)
    {
        file.Read();
        var href = file.Get("href") ?? throw new V2KException("a file of the export has no name (href)", Damaged, envelope.Path, file.Line);
        if (file.Get("compression") is { } compression && compression is not ("identity" or "gzip"))
        {
            throw new V2KException(
                $"{Printable.Excerpt(href)} is compressed by {Printable.Excerpt(compression)}, and only gzip is read",
                "Unpack the archive (tar -xf), decompress the disk, and remove the compression from the .ovf",
                envelope.Path,
                file.Line);
        }

        file.Find("chunkSize")?.Read();
        var name = files.NameOf(href, file);
        if (name != href && Uri.UnescapeDataString(href) == name)
        {
            settings.Find(Finding.Info($"the file {name} is named {href}", "it is read", "Nothing").As(FindingId.OvfPart), file);
        }

        return name;
    }
}
