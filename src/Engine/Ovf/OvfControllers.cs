namespace V2K.Engine.Ovf;

/// <summary>A controller of an OVF, under its name in a .vmx.</summary>
/// <param name="Name"><c>scsi0</c>.</param>
/// <param name="Units">The units that are taken: those without one of their own get the next.</param>
internal sealed record OvfController(string Name, HashSet<int> Units)
{
    /// <summary>The unit of a drive that hangs on it; 7 is a SCSI controller's own.</summary>
    internal int UnitOf(OvfItem drive)
    {
        if (drive.Number("AddressOnParent") is { } unit)
        {
            Units.Add(unit);
            return unit;
        }

        unit = Enumerable.Range(0, int.MaxValue).First(free => !Units.Contains(free) && !(free == 7 && Name.StartsWith("scsi", StringComparison.Ordinal)));
        Units.Add(unit);
        return unit;
    }
}

/// <summary>Storage controllers: resource types 5 (IDE), 6 (SCSI) and 20 (SATA, NVMe).</summary>
internal static class OvfControllers
{
    /// <summary>Adds the controllers' settings.</summary>
    /// <returns>The controllers by the id under which drives name them.</returns>
    internal static IReadOnlyDictionary<string, OvfController> Add(IReadOnlyList<OvfItem> items, OvfSettings settings)
    {
        var controllers = new Dictionary<string, OvfController>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (Bus(item) is not { } bus)
            {
                continue;
            }

            var number = numbers.GetValueOrDefault(bus);
            numbers[bus] = number + 1;

            // The address of an IDE controller is its channel.
            var name = $"{bus}{(bus == "ide" ? item.Number("Address") ?? number : number)}";
            controllers.TryAdd(item.Id, new OvfController(name, []));
            settings.Add(item.Line, name + ".present", value: true);
            if (bus == "scsi")
            {
                settings.Add(item.Line, name + ".virtualDev", ScsiModel(item.SubType));
            }

            OvfDevices.AddConfigs(item, name, settings);
        }

        return controllers;
    }

    private static string? Bus(OvfItem item) => item.Type switch
    {
        5 => "ide",
        6 => "scsi",
        20 when item.SubType.Contains("nvme", StringComparison.Ordinal) => "nvme",
        20 when item.SubType.Contains("ahci", StringComparison.Ordinal) || item.SubType.Contains("sata", StringComparison.Ordinal) => "sata",
        _ => null,
    };

    private static string ScsiModel(string subType) => subType switch
    {
        "virtualscsi" => "pvscsi",
        "lsilogicsas" => "lsisas1068",
        "" => "lsilogic",
        _ => subType,
    };
}
