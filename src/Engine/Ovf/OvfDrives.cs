using System.Numerics;
using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>Disks (resource types 17, 31, 32), optical drives (15, 16) and floppies (14).</summary>
internal sealed class OvfDrives(OvfControllers controllers, OvfReferences references, OvfSettings settings)
{
    private const int MaximumFloppies = 2;

    private readonly Dictionary<string, BigInteger> _capacities = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<OvfElement> _used = [];
    private int _floppies;

    /// <summary>Where each item ended up, by its id: <c>scsi0:0</c>.</summary>
    internal Dictionary<string, string> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>The sizes that the description gives its disks, in bytes, by their places.</summary>
    internal IReadOnlyDictionary<string, BigInteger> Capacities => _capacities;

    /// <summary>Whether a disk of the DiskSection hangs somewhere.</summary>
    internal bool IsUsed(OvfElement disk) => _used.Contains(disk);

    /// <summary>Whether there is an optical drive without an image.</summary>
    internal bool HasEmptyOptical { get; private set; }

    /// <summary>Adds an optical drive that the description does not have.</summary>
    internal void AddOptical(OvfElement at)
    {
        var place = controllers.PlaceOptical(at);
        settings.Add(place + ".present", value: true, at);
        settings.Add(place + ".deviceType", "cdrom-raw", at);
    }

    /// <summary>Adds the settings of a drive.</summary>
    /// <exception cref="V2KException">A disk is not there as a VMDK.</exception>
    internal void Add(OvfItem item)
    {
        switch (item.Type)
        {
            case 14:
                AddFloppy(item);
                break;
            case 15 or 16:
                var (place, part) = controllers.Place(item, isDisk: false);
                AddOptical(item, place, part);
                break;
            default:
                AddDisk(item);
                break;
        }
    }

    /// <summary>Adds a disk at a place that is taken already.</summary>
    /// <param name="place">Its place: <c>scsi0:0</c>.</param>
    /// <param name="disk">Disk of the DiskSection, or null for one without.</param>
    /// <param name="part">The part that names its place.</param>
    /// <param name="resource">The part that names it.</param>
    internal void AddDisk(string place, OvfBacking? disk, OvfPart part, OvfPart resource)
    {
        settings.Add(place + ".present", value: true, part);
        settings.Add(place + ".fileName", disk?.FileName, disk is null ? [resource] : [resource, .. disk.Parts]);
        if (disk is { Capacity: { } capacity })
        {
            _capacities[place] = capacity;
        }

        if (disk?.Disk is { } used)
        {
            _used.Add(used);
        }
    }

    private void AddDisk(OvfItem item)
    {
        var (place, part) = controllers.Place(item, isDisk: true);
        Places[item.Id] = place;
        item.Part("ResourceSubType")?.Read();
        var resource = item.Part("HostResource") ?? item.Part("HostExtentName");
        resource?.Read();
        if (resource is not { Content.Length: > 0 })
        {
            if (references.Empty(item, place) is { } empty)
            {
                item.Part("ResourceType")?.Read();
                AddDisk(place, empty, part, empty.Parts[0]);
                OvfConfigs.AddOfDevice(item, place, settings);
                return;
            }

            settings.Raise(
                Finding.Warning(
                    $"the disk {item.Label} names no file, no disk of the DiskSection (HostResource) and no size",
                    "the guest does not get it",
                    "Create a disk (qemu-img create) and attach it if the guest needs one").As(FindingId.MissingDisk),
                item.Element);
            return;
        }

        item.Part("ResourceType")?.Read();
        AddDisk(place, references.Find(resource), part, resource);
        OvfConfigs.AddOfDevice(item, place, settings);
    }

    /// <summary>Adds an optical drive at a place that is taken already.</summary>
    internal void AddOptical(OvfItem item, string place, OvfPart part)
    {
        Places[item.Id] = place;
        var resource = item.Part("HostResource");
        var image = ImageOf(resource);
        HasEmptyOptical |= image is null;
        item.Part("ResourceSubType")?.Read();
        settings.Add(place + ".present", value: true, part, item.Part("ResourceType"));
        settings.Add(place + ".deviceType", image is null ? "cdrom-raw" : "cdrom-image", resource ?? item.Part("ResourceType") ?? (OvfPart)item.Element);
        settings.Add(place + ".fileName", image?.FileName, image is null ? [resource] : [resource, .. image.Parts]);
        settings.Add(place + ".startConnected", item.IsConnected, item.Part("AutomaticAllocation") ?? (OvfPart)item.Element);
        OvfConfigs.AddOfDevice(item, place, settings);
    }

    private void AddFloppy(OvfItem item)
    {
        var floppy = $"floppy{_floppies++}";
        if (_floppies > MaximumFloppies)
        {
            settings.Raise(
                Finding.Warning($"{item.Label} is a third floppy drive", "the guest does not get it", "No action is needed if the guest does not need it").As(FindingId.OvfPart), item.Element);
            return;
        }

        Places[item.Id] = floppy;
        var resource = item.Part("HostResource");
        var image = ImageOf(resource);
        settings.Add(floppy + ".present", value: true, item.Part("ResourceType"), item.Part("ResourceSubType"), item.Element);
        if (image is null)
        {
            settings.Add(floppy + ".clientDevice", value: true, item.Part("ResourceSubType") ?? (OvfPart)item.Element);
            settings.Add(floppy + ".startConnected", value: false, item.Part("AutomaticAllocation") ?? (OvfPart)item.Element);
        }
        else
        {
            settings.Add(floppy + ".fileType", "file", resource);
            settings.Add(floppy + ".fileName", image.FileName, [resource, .. image.Parts]);
            settings.Add(floppy + ".startConnected", item.IsConnected, item.Part("AutomaticAllocation") ?? (OvfPart)item.Element);
        }

        OvfConfigs.AddOfDevice(item, floppy, settings);
    }

    /// <summary>The image in a drive; one that is not in the export was a device of the host's or the client's.</summary>
    private OvfBacking? ImageOf(OvfElement? resource)
    {
        if (resource is not { Content.Length: > 0 })
        {
            return null;
        }

        if (references.Knows(resource))
        {
            return references.Find(resource);
        }

        resource.LeaveOut("the export has no file with this name, and the drive is empty");
        return null;
    }
}
