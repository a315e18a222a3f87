using System.Globalization;
using V2K.Rules.Findings;
using V2K.Rules.Network;

namespace V2K.Engine.Ovf;

/// <summary>
/// VirtualBox's own description of a VM (<c>vbox:Machine</c>), which it writes into an .ovf beside that of the standard, and follows when it imports one:
/// firmware, hardware addresses and the places of disks are in it only.
/// </summary>
internal sealed class VirtualBoxMachine
{
    private const string Own = "it tunes VirtualBox's own machine";

    private readonly OvfElement _machine;
    private readonly OvfElement? _hardware;
    private readonly OvfSettings _settings;
    private readonly HashSet<OvfElement> _covered = [];

    /// <summary>Takes the element; nothing is added yet.</summary>
    internal VirtualBoxMachine(OvfElement machine, OvfSettings settings)
    {
        (_machine, _settings) = (machine, settings);
        machine.Read();
        _hardware = machine.First("Hardware");
        _hardware?.Read();
    }

    /// <summary>VirtualBox's name of the guest's system; null without.</summary>
    internal OvfAttribute? OsType => _machine.Find("OSType");

    /// <summary>Whether the machine says where a drive is, so that the drive's item need not.</summary>
    internal bool Covers(OvfItem item) => _covered.Contains(item.Element);

    /// <summary>
    /// Adds the drives that hang on the machine's controllers. A disk of the standard's description that is none of them keeps the place it has there.
    /// </summary>
    internal void AddDrives(IReadOnlyList<OvfItem> items, OvfControllers controllers, OvfDrives drives, OvfReferences references)
    {
        var byDisk = items.Where(item => item.Type == 17 && item.Part("HostResource") is { Content.Length: > 0 })
            .ToLookup(item => item.Part("HostResource")!.Content.Split('/')[^1], StringComparer.Ordinal);
        var optical = new Queue<OvfItem>(items.Where(item => item.Type is 15 or 16));
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var controller in StorageControllers())
        {
            controller.Read();
            if (BusOf(controller) is not var (bus, model))
            {
                continue;
            }

            var number = numbers.GetValueOrDefault(bus);
            numbers[bus] = number + 1;
            if (number > OvfController.MaximumNumber)
            {
                continue;
            }

            if (model is not null && !_settings.Has($"{bus}{number}.virtualDev"))
            {
                _settings.Add($"{bus}{number}.virtualDev", model, controller.Find("type"));
            }

            foreach (var device in controller.All("AttachedDevice"))
            {
                device.Read();
                if (!TryAddDrive(device, bus, number, byDisk, optical, controllers, drives, references))
                {
                    device.LeaveOut("the standard's part of the description says where the drive is");
                }
            }
        }
    }

    /// <summary>Adds firmware, cards' addresses and the rest of what the standard's part does not say, or says less well.</summary>
    internal void AddRest(OvfCards cards)
    {
        AddIdentity();
        if (_hardware is not null)
        {
            AddFirmware(_hardware);
            AddCards(_hardware, cards.Names.Count);
            AddBootOrder(_hardware);
            AddConcerns(_hardware);
        }

        LeaveOutOthers(_machine);
    }

    /// <summary>Controllers stand beside the hardware, since VirtualBox 7 in it.</summary>
    private IEnumerable<OvfElement> StorageControllers()
    {
        foreach (var list in _machine.All("StorageControllers").Concat(_hardware?.All("StorageControllers") ?? []))
        {
            list.Read();
            foreach (var controller in list.All("StorageController"))
            {
                yield return controller;
            }
        }
    }

    private bool TryAddDrive(
        OvfElement device,
        string bus,
        int number,
        ILookup<string, OvfItem> byDisk,
        Queue<OvfItem> optical,
        OvfControllers controllers,
        OvfDrives drives,
        OvfReferences references)
    {
        var type = device.Get("type");
        var (port, slot) = (Number(device, "port"), Number(device, "device"));
        var at = device.Find("port") ?? (OvfPart)device;

        // Two channels with two drives each.
        var (channel, unit) = bus == "ide" ? (port & 1, slot) : (number, port);
        if (type == "HardDisk" && device.First("Image") is { } image && references.ByUuid(image.Get("uuid") ?? "") is { } disk)
        {
            image.Read();
            var item = byDisk[disk.Find("diskId")?.Text ?? ""].FirstOrDefault(candidate => !_covered.Contains(candidate.Element));
            if (item is not null)
            {
                Cover(item);
            }

            var place = controllers.Place(device.Title, bus, channel, unit, at);
            drives.AddDisk(place, references.Of(disk), at, image);
            if (item is not null)
            {
                drives.Places[item.Id] = place;
            }

            return true;
        }

        if (type != "DVD" || !optical.TryDequeue(out var drive))
        {
            return false;
        }

        Cover(drive);
        var name = controllers.Place(device.Title, bus, channel, unit, at);
        drives.AddOptical(drive, name, at);
        return true;
    }

    private void Cover(OvfItem item)
    {
        _covered.Add(item.Element);
        foreach (var child in item.Element.Children)
        {
            child.Read();
        }
    }

    private void AddIdentity()
    {
        // VirtualBox shows the guest the machine's id, unless the hardware has one of its own.
        var uuid = _hardware?.Find("uuid") ?? _machine.Find("uuid");
        if (!_settings.Has("uuid.bios"))
        {
            _settings.Add("uuid.bios", uuid?.Text.Trim('{', '}'), uuid);
        }
    }

    private void AddFirmware(OvfElement hardware)
    {
        var firmware = hardware.First("Firmware");
        firmware?.Read();
        if (!_settings.Has("firmware"))
        {
            _settings.Add("firmware", firmware?.Find("type")?.Text.StartsWith("EFI", StringComparison.OrdinalIgnoreCase) == true ? "efi" : null, firmware?.Find("type"));
        }

        foreach (var variables in new[] { hardware.First("BIOS")?.First("NVRAM"), firmware?.First("NVRAM"), hardware.First("NVRAM") }.OfType<OvfElement>())
        {
            variables.Parent!.Read();
            variables.Read();
            var secure = variables.First("UefiSecureBoot") ?? variables.First("SecureBoot");
            if (secure?.Find("enabled") is { } enabled && !_settings.Has("uefi.secureBoot.enabled"))
            {
                secure.Read();
                _settings.Add("uefi.secureBoot.enabled", enabled.Text == "true", enabled);
            }
        }

        if (hardware.First("TrustedPlatformModule")?.Find("type") is { } tpm)
        {
            hardware.First("TrustedPlatformModule")!.Read();
            _settings.Add("vtpm.present", tpm.Text is not ("None" or ""), tpm);
        }

        if (hardware.First("Chipset")?.Find("type") is { } chipset)
        {
            hardware.First("Chipset")!.Read();
            _settings.Add("chipset.type", chipset.Text, chipset);
        }
    }

    private void AddCards(OvfElement hardware, int count)
    {
        hardware.First("Network")?.Read();
        var enabled = hardware.First("Network")?.All("Adapter").Where(adapter => adapter.Find("enabled")?.Text == "true")
            .OrderBy(adapter => Number(adapter, "slot")).Take(10).ToList() ?? [];
        for (var i = 0; i < enabled.Count; i++)
        {
            var (adapter, name) = (enabled[i], $"ethernet{i}");
            adapter.Read();
            if (i >= count)
            {
                _settings.Add(name + ".present", value: true, adapter.Find("enabled"));
            }

            if (!_settings.Has(name + ".address"))
            {
                _settings.Add(name + ".addressType", adapter.Find("MACAddress") is null ? null : "static", adapter.Find("MACAddress"));
                _settings.Add(name + ".address", OvfCards.Mac(adapter.Find("MACAddress")?.Text), adapter.Find("MACAddress"));
            }

            if (!_settings.Has(name + ".virtualDev") && adapter.Find("type") is { } type)
            {
                var word = type.Text.ToLowerInvariant();
                _settings.Add(name + ".virtualDev", OvfCards.Model(word) ?? (word == "virtio" ? "vmxnet3" : null), type);
            }

            if (adapter.Find("cable")?.Text == "false" && !_settings.Has(name + ".startConnected"))
            {
                _settings.Add(name + ".startConnected", value: false, adapter.Find("cable"));
            }

            AddNetwork(adapter, name);
        }
    }

    private void AddNetwork(OvfElement adapter, string name)
    {
        if (adapter.First("NAT") is { } nat && !_settings.Has(name + ".connectionType"))
        {
            _settings.Add(name + ".connectionType", ConnectionType.Nat, nat);
        }
        else if (adapter.First("HostOnlyInterface") is { } hostOnly && !_settings.Has(name + ".connectionType"))
        {
            _settings.Add(name + ".connectionType", ConnectionType.HostOnly, hostOnly);
        }
        else if (adapter.First("InternalNetwork") is { } inner && !_settings.Has(name + ".connectionType"))
        {
            _settings.Add(name + ".connectionType", ConnectionType.LanSegment, inner);
        }

        var network = adapter.First("BridgedInterface") ?? adapter.First("InternalNetwork") ?? adapter.First("NATNetwork") ?? adapter.First("HostOnlyInterface");
        if (!_settings.Has(name + ".networkName") && network?.Find("name") is { } named)
        {
            network.Read();
            _settings.Add(name + ".networkName", named.Text, named);
        }
    }

    private void AddBootOrder(OvfElement hardware)
    {
        if (_settings.Has("bios.bootOrder") || hardware.First("Boot") is not { } boot)
        {
            return;
        }

        boot.Read();
        OvfBootOrder.Add(
            [
                .. boot.All("Order").OrderBy(order => Number(order, "position")).Select(order =>
                {
                    order.Read();
                    var device = order.Find("device");
                    return (device?.Text switch
                    {
                        "HardDisk" => "hdd",
                        "DVD" => "cdrom",
                        "Floppy" => "floppy",
                        "Network" => "ethernet0",
                        _ => "",
                    }, (string?)null, device ?? (OvfPart)order);
                }),
            ],
            _settings);
    }

    private void AddConcerns(OvfElement hardware)
    {
        if (hardware.First("CPU")?.First("NestedHWVirt")?.Find("enabled") is { Text: "true" } nested)
        {
            hardware.First("CPU")!.Read();
            hardware.First("CPU")!.First("NestedHWVirt")!.Read();
            _settings.Add("vhv.enable", value: true, nested);
        }

        var shared = 0;
        foreach (var folder in hardware.First("SharedFolders")?.All("SharedFolder") ?? [])
        {
            hardware.First("SharedFolders")!.Read();
            folder.Read();
            if (shared <= 9)
            {
                _settings.Add($"sharedFolder{shared++}.present", value: true, folder.Find("name") ?? (OvfPart)folder);
            }
        }

        var port = 0;
        foreach (var uart in hardware.First("UART")?.All("Port").Where(candidate => candidate.Find("enabled")?.Text == "true").Take(4) ?? [])
        {
            hardware.First("UART")!.Read();
            uart.Read();
            if (!_settings.Has($"serial{port}.present"))
            {
                _settings.Add($"serial{port}.present", value: true, uart.Find("enabled"));
                _settings.Add($"serial{port}.fileType", uart.Find("hostMode")?.Text switch
                {
                    "RawFile" => "file",
                    "HostPipe" => "pipe",
                    "TCP" => "network",
                    _ => null,
                }, uart.Find("hostMode"));
                _settings.Add($"serial{port}.fileName", uart.Find("path")?.Text, uart.Find("path"));
                _settings.Add($"serial{port}.network.endPoint", uart.Find("hostMode")?.Text == "TCP" ? uart.Find("server")?.Text == "true" ? "server" : "client" : null, uart.Find("server") ?? (OvfPart)uart);
            }

            port++;
        }

        if (_machine.First("Snapshot") is { } snapshot)
        {
            _settings.Find(
                Finding.Info("the VM had snapshots in VirtualBox", "the exported disks are its newest state", "Nothing").As(FindingId.Snapshots), snapshot);
        }
    }

    /// <summary>VirtualBox's settings are many, and this machine is none of its own.</summary>
    private static void LeaveOutOthers(OvfElement element)
    {
        foreach (var attribute in element.Attributes.Where(attribute => attribute.Fate is null))
        {
            attribute.LeaveOut(Own);
        }

        foreach (var child in element.Children)
        {
            if (child.Fate is null)
            {
                child.LeaveOut(Own);
            }
            else
            {
                LeaveOutOthers(child);
            }
        }
    }

    private static (string Bus, string? Model)? BusOf(OvfElement controller) => controller.Get("type") switch
    {
        "PIIX3" or "PIIX4" or "ICH6" => ("ide", null),
        "AHCI" or "IntelAhci" => ("sata", null),
        "LsiLogic" => ("scsi", "lsilogic"),
        "BusLogic" => ("scsi", "buslogic"),
        "LsiLogicSas" => ("scsi", "lsisas1068"),
        "VirtioSCSI" => ("scsi", "pvscsi"),
        "NVMe" => ("nvme", null),
        "USB" => ("sata", null),
        _ => null,
    };

    private static int Number(OvfElement element, string attribute) =>
        int.TryParse(element.Get(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
