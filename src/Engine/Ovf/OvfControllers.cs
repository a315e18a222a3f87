using V2K.Rules;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>
/// Storage controllers, resource types 5 (IDE), 6 (SCSI) and 20 (SATA, NVMe), and the places of drives on them. No drive is dropped: one whose
/// place is in use, or does not exist, gets the next free one.
/// </summary>
internal sealed class OvfControllers
{
    private static readonly string[] ForDisks = ["scsi", "sata", "nvme", "ide"];
    private static readonly string[] ForOptical = ["ide", "sata", "scsi"];

    private readonly Dictionary<string, OvfController> _byId = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, OvfController> _byName = new(StringComparer.Ordinal);
    private readonly OvfSettings _settings;
    private readonly string _path;

    /// <summary>Adds the controllers' settings.</summary>
    internal OvfControllers(IReadOnlyList<OvfItem> items, OvfSettings settings, string path)
    {
        (_settings, _path) = (settings, path);
        foreach (var bus in items.Where(item => BusOf(item) is not null).ToLookup(item => BusOf(item)!, StringComparer.Ordinal))
        {
            foreach (var (item, number) in Numbered([.. bus], bus.Key == "ide" ? 1 : OvfController.MaximumNumber))
            {
                Add(item, bus.Key, number);
            }
        }
    }

    /// <summary>What a .vmx calls this kind of controller; null for a device that is no storage controller.</summary>
    internal static string? BusOf(OvfItem item) => item.Type switch
    {
        5 => "ide",
        6 => "scsi",
        20 when item.Is("nvme") => "nvme",
        20 when item.Is("virtio") || item.Is("scsi") || item.Is("lsilogic") => "scsi",
        20 when item.Is("ahci") || item.Is("sata") || item.SubType.Length == 0 => "sata",
        _ => null,
    };

    /// <summary>Finds a place for a drive.</summary>
    /// <returns>The place in the words of a .vmx, <c>scsi0:1</c>, and the part that says so.</returns>
    internal (string Name, OvfPart Part) Place(OvfItem drive, bool isDisk)
    {
        var (parent, unit) = (drive.Text("Parent"), drive.Number("AddressOnParent"));
        var part = drive.Part("AddressOnParent") ?? drive.Part("Parent") ?? (OvfPart)drive.Element;
        if (parent is null || !_byId.TryGetValue(parent, out var controller))
        {
            controller = Default(isDisk, drive);
            _settings.Find(
                parent is null
                    ? Finding.Info(
                        $"{drive.Label} names no controller (Parent)", $"it is attached to the default one, {controller.Name}", "No action is needed if the guest finds it").As(FindingId.DrivePlace)
                    : Finding.Warning(
                        $"{drive.Label} belongs to the controller {parent}, which is not described",
                        $"it is attached to {controller.Name} instead",
                        "Check that the guest finds it").As(FindingId.DrivePlace),
                part);
        }

        return (Place(drive, controller, unit, part), part);
    }

    /// <summary>Finds a place for an optical drive that the description does not have.</summary>
    internal string PlaceOptical(OvfPart part)
    {
        var controller = _byName.Values.FirstOrDefault(candidate => candidate.Bus == "sata") ?? Get("sata", 0, part);
        return controller.TakeNext() is { } unit ? $"{controller.Name}:{unit}" : Elsewhere("the drive for the OVF environment", controller, unit: null, part);
    }

    /// <summary>Finds a place on a controller of this name, which is made if it is not there.</summary>
    internal string Place(string label, string bus, int number, int unit, OvfPart part)
    {
        var controller = Get(bus, number, part);
        return controller.TryTake(unit) ? $"{controller.Name}:{unit}" : Elsewhere(label, controller, unit, part);
    }

    private string Place(OvfItem drive, OvfController controller, int? unit, OvfPart part)
    {
        if (unit is null)
        {
            return controller.TakeNext() is { } next ? $"{controller.Name}:{next}" : Elsewhere(drive.Label, controller, unit: null, part);
        }

        // VirtualBox counts the drives of both IDE channels on one controller.
        var isSecond = controller.Bus == "ide" && unit is 2 or 3 && _byName.Values.Count(other => other.Bus == "ide") == 1;
        var target = isSecond ? Get("ide", 1 - controller.Number, part) : controller;
        var wanted = isSecond ? unit.Value - 2 : unit.Value;
        return target.TryTake(wanted) ? $"{target.Name}:{wanted}" : Elsewhere(drive.Label, controller, unit, part);
    }

    /// <summary>The next free place, on the same controller if there is one.</summary>
    private string Elsewhere(string label, OvfController controller, int? unit, OvfPart part)
    {
        var candidates = _byName.Values.Where(other => other.Bus == controller.Bus && other != controller)
            .Prepend(controller)
            .Concat(Enumerable.Range(0, 2).Where(_ => controller.Bus == "ide").Select(number => Get("ide", number, part)))
            .Concat(Enumerable.Range(0, OvfController.MaximumNumber + 1).Select(number => Get("sata", number, part, isQuiet: true)));
        foreach (var candidate in candidates.ToList())
        {
            if (candidate.TakeNext() is not { } free)
            {
                continue;
            }

            Show(candidate, part);
            _settings.Find(
                Finding.Warning(
                    unit is null
                        ? $"{label} does not fit on {controller.Name}"
                        : $"{label} should be unit {unit} of {controller.Name}, which {(controller.Bus == "ide" && unit > 3 ? "has no such unit" : "is in use, or does not exist")}",
                    $"it becomes {candidate.Name}:{free}",
                    "Check that the guest boots from the right disk").As(FindingId.DrivePlace),
                part);
            return $"{candidate.Name}:{free}";
        }

        throw new V2KException("has more drives than a VM can have", "Treat the file as hostile, or export the VM again", _path, part.Line);
    }

    private void Add(OvfItem item, string bus, int number)
    {
        if (number > OvfController.MaximumNumber)
        {
            // Its drives find places elsewhere.
            _settings.Raise(
                Finding.Warning(
                    $"{item.Label} is a fifth controller of its type", "its drives are attached to others", "Check the drives in the domain").As(FindingId.DrivePlace),
                item.Element);
            return;
        }

        var controller = Get(bus, number, item.Part("Address") ?? item.Part("ResourceType") ?? (OvfPart)item.Element);
        _byId.TryAdd(item.Id, controller);
        if (bus == "scsi")
        {
            _settings.Add(controller.Name + ".virtualDev", ScsiModel(item), item.Part("ResourceSubType") ?? (OvfPart)item.Element);
        }
        else
        {
            item.Text("ResourceSubType");
        }

        OvfConfigs.AddOfDevice(item, controller.Name, _settings);
    }

    /// <summary>
    /// Controllers by their addresses, where each has its own; else in the order of the file. Numbers that no VM has give way to their order.
    /// </summary>
    private static IEnumerable<(OvfItem Item, int Number)> Numbered(List<OvfItem> items, int highest)
    {
        var addresses = items.ConvertAll(item =>
        {
            item.Part("Address")?.Read();
            return OvfQuantity.Number(item.Part("Address")?.Content);
        });
        if (!addresses.TrueForAll(address => address is not null) || addresses.Distinct().Count() < addresses.Count)
        {
            return items.Select((item, index) => (item, index));
        }

        return addresses.TrueForAll(address => address >= 0 && address <= highest)
            ? items.Zip(addresses, (item, address) => (item, (int)address!.Value))
            : items.Zip(addresses).OrderBy(pair => pair.Second).Select((pair, index) => (pair.First, index));
    }

    /// <summary>The controller for a drive that names none: one that is there, SCSI first for disks and IDE for optical drives, as vSphere does.</summary>
    private OvfController Default(bool isDisk, OvfItem drive) =>
        (isDisk ? ForDisks : ForOptical).Select(bus => _byName.Values.FirstOrDefault(controller => controller.Bus == bus)).FirstOrDefault(found => found is not null)
        ?? Get(isDisk ? "scsi" : "ide", 0, drive.Element);

    private OvfController Get(string bus, int number, OvfPart part, bool isQuiet = false)
    {
        var controller = new OvfController(bus, number);
        if (_byName.TryGetValue(controller.Name, out var known))
        {
            return known;
        }

        _byName.Add(controller.Name, controller);
        if (!isQuiet)
        {
            Show(controller, part);
        }

        return controller;
    }

    private void Show(OvfController controller, OvfPart part)
    {
        if (!_settings.Has(controller.Name + ".present"))
        {
            _settings.Add(controller.Name + ".present", value: true, part);
        }
    }

    /// <summary>The first model that VMware has; virtio, which other products list first, is not one of them.</summary>
    private static string ScsiModel(OvfItem item) =>
        item.SubTypes.Select(ScsiModel).FirstOrDefault(model => model is not null)
        ?? (item.Is("virtio") ? "pvscsi" : item.SubType.Length == 0 || item.Type == 20 ? "lsilogic" : item.SubType);

    /// <summary>A SCSI controller's model in the words of a .vmx; null for one that is not known.</summary>
    internal static string? ScsiModel(string subType) => subType switch
    {
        "virtualscsi" or "pvscsi" or "paravirtual" => "pvscsi",
        "lsilogicsas" or "lsisas1068" => "lsisas1068",
        "lsilogic" or "lsilogicscsi" or "buslogic" => subType == "buslogic" ? subType : "lsilogic",
        _ => null,
    };
}
