namespace V2K.Engine.Ovf;

/// <summary>
/// What to boot from, in which order: VMware's sections, one for each device (<c>vmw:BootOrderSection vmw:instanceId="8" vmw:type="disk"</c>), and
/// BootDeviceSection of version 2.
/// </summary>
internal static class OvfBootOrder
{
    /// <summary>Adds the settings.</summary>
    /// <param name="system">VirtualSystem.</param>
    /// <param name="hardware">Its hardware, in which the sections may stand too.</param>
    /// <param name="drives">Where drives are.</param>
    /// <param name="cards">What cards are called.</param>
    /// <param name="settings">Receives them.</param>
    internal static void Add(
        OvfElement system, OvfElement hardware, IReadOnlyDictionary<string, string> drives, IReadOnlyDictionary<string, string> cards, OvfSettings settings)
    {
        var order = new List<(string Kind, string? Device, OvfPart Part)>();
        foreach (var section in system.All("BootOrderSection").Concat(hardware.All("BootOrderSection")))
        {
            section.Read();
            var part = section.Find("instanceId") ?? section.Find("type") ?? (OvfPart)section;
            part.Read();
            order.Add(Device(section.Get("instanceId"), section.Get("type"), part, drives, cards));
        }

        foreach (var section in system.All("BootDeviceSection"))
        {
            section.Read();
            foreach (var config in section.All("CIM_BootConfigSetting"))
            {
                config.Read();
            }

            foreach (var source in section.Descendants().Where(child => child.Name.EndsWith("BootSourceSetting", StringComparison.Ordinal)))
            {
                source.Read();
                var part = source.First("StructuredBootString") ?? source.First("InstanceID") ?? source;
                order.Add(Device(source.TextOf("InstanceID"), source.TextOf("StructuredBootString") ?? source.TextOf("Caption"), part, drives, cards));
            }
        }

        Add(order, settings);
    }

    /// <summary>Adds the settings for devices in their order.</summary>
    internal static void Add(IReadOnlyList<(string Kind, string? Device, OvfPart Part)> order, OvfSettings settings)
    {
        List<(string Kind, string? Device, OvfPart Part)> known = [.. order.Where(entry => entry.Kind.Length > 0)];
        if (known.Count == 0)
        {
            return;
        }

        settings.Add("bios.bootOrder", string.Join(',', known.Select(entry => entry.Kind).Distinct(StringComparer.Ordinal)), known.Select(entry => entry.Part));
        var disks = known.Where(entry => entry is { Kind: "hdd", Device: not null }).ToList();
        settings.Add("bios.hddOrder", string.Join(',', disks.Select(entry => entry.Device)), disks.Select(entry => entry.Part));
    }

    private static (string Kind, string? Device, OvfPart Part) Device(
        string? id, string? type, OvfPart part, IReadOnlyDictionary<string, string> drives, IReadOnlyDictionary<string, string> cards)
    {
        var drive = drives.GetValueOrDefault(id ?? "");
        var card = cards.GetValueOrDefault(id ?? "");
        var kind = type?.ToLowerInvariant() ?? "";
        return kind switch
        {
            _ when kind.Contains("floppy", StringComparison.Ordinal) || kind.StartsWith("fd", StringComparison.Ordinal) => ("floppy", drive, part),
            _ when kind.Contains("cd", StringComparison.Ordinal) || kind.Contains("dvd", StringComparison.Ordinal) => ("cdrom", drive, part),
            _ when kind.Contains("net", StringComparison.Ordinal) => (card ?? "ethernet0", card, part),
            _ when kind.Contains("disk", StringComparison.Ordinal) || kind.Contains("hd", StringComparison.Ordinal) || drive is not null => ("hdd", drive, part),
            _ when card is not null => (card, card, part),
            _ => ("", null, part),
        };
    }
}
