using V2K.Rules.Network;

namespace V2K.Engine.Ovf;

/// <summary>Network cards (resource type 10), USB (23), ports (21, 22), display (24) and the rest.</summary>
internal static class OvfDevices
{
    /// <summary>Adds the devices' settings; one that is not known keeps its own words, and so becomes a finding.</summary>
    internal static void Add(IReadOnlyList<OvfItem> items, OvfSettings settings)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var item in items)
        {
            var number = numbers.GetValueOrDefault(item.Type);
            numbers[item.Type] = number + 1;
            switch (item.Type)
            {
                case 3 or 4 or 5 or 6 or 14 or 15 or 16 or 17:
                case 20 when item.SubType.Contains("nvme", StringComparison.Ordinal)
                    || item.SubType.Contains("ahci", StringComparison.Ordinal)
                    || item.SubType.Contains("sata", StringComparison.Ordinal):
                    // Processors, memory and storage have been dealt with.
                    break;
                case 10:
                    AddCard(item, $"ethernet{number}", settings);
                    break;
                case 21:
                    settings.Add(item.Line, $"serial{number}.present", value: true);
                    break;
                case 22:
                    settings.Add(item.Line, $"parallel{number}.present", value: true);
                    break;
                case 23:
                    AddUsb(item, settings);
                    break;
                case 24:
                    settings.Add(item.Line, "svga.present", value: true);
                    break;
                case 1 or 35 when item.SubType.StartsWith("vmware.soundcard.", StringComparison.Ordinal):
                    settings.Add(item.Line, "sound.present", value: true);
                    settings.Add(item.Line, "sound.virtualDev", item.SubType["vmware.soundcard.".Length..]);
                    break;
                case 1 when item.SubType == "vmware.vmci":
                    settings.Add(item.Line, "vmci0.present", value: true);
                    break;
                default:
                    settings.Add(
                        item.Line,
                        $"ovf.resource{item.Id}",
                        string.Join(' ', new[] { $"type {item.Type}", item.SubType, item.Text("ElementName") }.Where(word => !string.IsNullOrEmpty(word))));
                    break;
            }
        }
    }

    /// <summary>Adds what VMware's own vmw:Config says of a device that a .vmx calls <paramref name="device"/>.</summary>
    internal static void AddConfigs(OvfItem item, string device, OvfSettings settings)
    {
        foreach (var config in item.Element.Elements().Named("Config"))
        {
            var key = config.Get("key");
            if (key == "slotInfo.pciSlotNumber")
            {
                settings.Add(config.Line(), device + ".pciSlotNumber", config.Get("value"));
            }
            else if (key == "wakeOnLanEnabled")
            {
                settings.Add(config.Line(), device + ".wakeOnPcktRcv", config.Get("value") == "true");
            }
        }
    }

    private static void AddCard(OvfItem item, string name, OvfSettings settings)
    {
        settings.Add(item.Line, name + ".present", value: true);
        settings.Add(item.Line, name + ".virtualDev", item.SubType switch
        {
            "pcnet32" or "flexible" => "vlance",
            var model => model.Split(' ')[0],
        });
        settings.Add(item.Line, name + ".networkName", item.Text("Connection"));
        if (ConnectionTypeOf(item) is { } type)
        {
            settings.Add(item.Line, name + ".connectionType", type);
        }

        if (item.Text("Address") is { } address)
        {
            settings.Add(item.Line, name + ".addressType", "static");
            settings.Add(item.Line, name + ".address", address);
        }

        if (!item.IsConnected)
        {
            settings.Add(item.Line, name + ".startConnected", value: false);
        }

        AddConfigs(item, name, settings);
    }

    /// <summary>
    /// Workstation, Fusion and VirtualBox have no port groups: their exports call a network by its kind. "Internal" is one in VirtualBox's alone.
    /// </summary>
    private static string? ConnectionTypeOf(OvfItem item) => item.Text("Connection")?.ToLowerInvariant() switch
    {
        "bridged" => ConnectionType.Bridged,
        "nat" => ConnectionType.Nat,
        "hostonly" or "host-only" => ConnectionType.HostOnly,
        "custom" => ConnectionType.Custom,
        "internal" when item.Element.Document?.Root?.Attributes().Any(
            attribute => attribute.IsNamespaceDeclaration && attribute.Value.Contains("virtualbox.org", StringComparison.OrdinalIgnoreCase)) == true => ConnectionType.LanSegment,
        _ => null,
    };

    private static void AddUsb(OvfItem item, OvfSettings settings)
    {
        if (item.SubType.Contains("xhci", StringComparison.Ordinal))
        {
            settings.Add(item.Line, "usb_xhci.present", value: true);
            return;
        }

        settings.Add(item.Line, "usb.present", value: true);
        if (item.SubType.Contains("ehci", StringComparison.Ordinal))
        {
            settings.Add(item.Line, "ehci.present", value: true);
        }
    }
}
