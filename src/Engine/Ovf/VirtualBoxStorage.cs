namespace V2K.Engine.Ovf;

/// <summary>
/// The drives on the controllers of a VirtualBox machine (StorageControllers): the only part of its exports that says on which port a drive is. VirtualBox
/// takes the places from here when it imports, and so does this.
/// </summary>
internal sealed class VirtualBoxStorage(OvfElement machine, OvfElement? hardware, OvfSettings settings)
{
    private readonly HashSet<OvfElement> _covered = [];

    /// <summary>Whether the machine says where a drive is, so that the drive's item need not.</summary>
    internal bool Covers(OvfItem item) => _covered.Contains(item.Element);

    /// <summary>
    /// Adds the drives that are attached to the machine's controllers. A disk of the standard's description that is none of them keeps the place it has there.
    /// </summary>
    internal void Add(IReadOnlyList<OvfItem> items, OvfControllers controllers, OvfDrives drives, OvfReferences references)
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

            if (model is not null && !settings.Has($"{bus}{number}.virtualDev"))
            {
                settings.Add($"{bus}{number}.virtualDev", model, controller.Find("type"));
            }

            foreach (var device in controller.All("AttachedDevice"))
            {
                device.Read();
                if (!TryAddDrive(device, bus, number, byDisk, optical, controllers, drives, references))
                {
                    device.LeaveOut("the standard part of the description has the place of the drive");
                }
            }
        }
    }

    /// <summary>Controllers stand beside the hardware, since VirtualBox 7 in it.</summary>
    private IEnumerable<OvfElement> StorageControllers()
    {
        foreach (var list in machine.All("StorageControllers").Concat(hardware?.All("StorageControllers") ?? []))
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
        var (port, slot) = (VirtualBoxMachine.Number(device, "port"), VirtualBoxMachine.Number(device, "device"));
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
}
