using System.Globalization;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>Ports (resource types 21, 22), USB (23), display (24), sound (35), and what VMware calls "other" (1): TPM, PCI devices and the rest.</summary>
internal sealed class OvfDevices(OvfSettings settings)
{
    private const int MaximumSerials = 4;
    private const int MaximumParallels = 3;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Adds a device's settings; one that is not known becomes a finding.</summary>
    internal void Add(OvfItem item)
    {
        var kind = item.Part("ResourceSubType") ?? item.Part("ResourceType") ?? (OvfPart)item.Element;
        item.Part("ResourceType")?.Read();
        item.Part("ResourceSubType")?.Read();
        switch (item.Type)
        {
            case 1 or 17 or 19 or 20 when item.Is("nvdimm"):
                AddMemoryModule(item, kind);
                break;
            case 3 or 4 or 5 or 6 or 10 or 14 or 15 or 16 or 17:
            case 20 when OvfControllers.BusOf(item) is not null:
                // Others have dealt with processors, memory, storage and cards.
                break;
            case 21:
                AddPort(item, "serial", MaximumSerials, kind);
                break;
            case 22:
                AddPort(item, "parallel", MaximumParallels, kind);
                break;
            case 23:
                AddUsb(item, kind);
                break;
            case 24:
                settings.Add("svga.present", value: true, kind);
                OvfConfigs.AddOfDevice(item, "svga", settings);
                break;
            case 35:
            case 1 when item.Is("soundcard"):
                AddSound(item, kind);
                break;
            case 34:
            case 1 when item.Is("tpm"):
                settings.Add("vtpm.present", value: true, kind);
                break;
            case 1 when item.Is("vmci"):
                settings.Add("vmci0.present", value: true, kind);
                OvfConfigs.AddOfDevice(item, "vmci0", settings);
                break;
            case 1 when item.Is("passthrough") || item.Is("passthru") || item.Is("vgpu") || item.Is("pcidevice") || item.Is("directpath") || item.Is("vmware.pci") || item.Is("dvx"):
                AddPassthrough(item, kind);
                break;
            case 1 when item.Is("precisionclock"):
                settings.Add("precisionclock0.present", value: true, kind);
                break;
            case 1 when item.Is("wdt") || item.Is("watchdog"):
                settings.Add("vwdt.present", value: true, kind);
                break;
            case 1 when item.Is("keyboard") || item.Is("pointing") || item.Is("mouse"):
                item.Element.LeaveOut("every guest gets a keyboard and a pointing device");
                break;
            default:
                AddUnknown(item);
                break;
        }
    }

    private void AddPort(OvfItem item, string kind, int most, OvfPart part)
    {
        var number = Next(kind);
        if (number >= most)
        {
            settings.Raise(Finding.Warning($"{item.Label} exceeds the {kind} ports of a VM", "the guest does not get it", "Add it to the domain").As(FindingId.OvfPart), item.Element);
            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");
        settings.Add(name + ".present", value: true, part);
        var type = item.SubType[(item.SubType.LastIndexOf('.') + 1)..] switch
        {
            "file" => "file",
            "pipe" => "pipe",
            "uri" or "remote" => "network",
            "thinprint" => "thinprint",
            _ => null,
        };
        settings.Add(name + ".fileType", type, part);
        settings.Add(name + ".fileName", item.Text("HostResource") ?? item.Text("Address"), item.Part("HostResource") ?? item.Part("Address"));
        if (!item.IsConnected)
        {
            settings.Add(name + ".startConnected", value: false, item.Part("AutomaticAllocation"));
        }

        OvfConfigs.AddOfDevice(item, name, settings);
    }

    private void AddUsb(OvfItem item, OvfPart kind)
    {
        if (item.Is("xhci"))
        {
            settings.Add("usb_xhci.present", value: true, kind);
        }
        else if (!settings.Has("usb.present"))
        {
            settings.Add("usb.present", value: true, kind);
        }

        if (item.Is("ehci") && !settings.Has("ehci.present"))
        {
            settings.Add("ehci.present", value: true, kind);
        }

        OvfConfigs.AddOfDevice(item, item.Is("xhci") ? "usb_xhci" : "usb", settings);
    }

    /// <summary>VMware's cards by their own names, VirtualBox's by those of the chips: <c>ensoniq1371</c>.</summary>
    private void AddSound(OvfItem item, OvfPart kind)
    {
        settings.Add("sound.present", value: true, kind);
        settings.Add("sound.virtualDev", item.SubType[(item.SubType.LastIndexOf('.') + 1)..] switch
        {
            "sb16" => "sb16",
            "hdaudio" or "hda" or "ich9" or "intelhd" => "hdaudio",
            _ => "es1371",
        }, kind);
        OvfConfigs.AddOfDevice(item, "sound", settings);
    }

    /// <summary>vSphere writes NVDIMMs and their controller as storage (20), other tools as "other" (1).</summary>
    private void AddMemoryModule(OvfItem item, OvfPart kind)
    {
        settings.Add(item.Is("controller") ? "nvdimm0.present" : $"nvdimm0:{Next("nvdimm")}.present", value: true, kind);
        item.Part("HostResource")?.LeaveOut("it describes a device that is not migrated");
    }

    private void AddPassthrough(OvfItem item, OvfPart kind)
    {
        var name = $"pciPassthru{Next("pciPassthru")}";
        settings.Add(name + ".present", value: true, kind);
        if (item.Is("vgpu"))
        {
            settings.Add(name + ".virtualDev", "vmiop", kind);
        }

        OvfConfigs.AddOfDevice(item, name, settings);
    }

    private void AddUnknown(OvfItem item)
    {
        var words = string.Join(' ', new[] { $"resource type {item.Type}", item.SubType }.Where(word => word.Length > 0));
        var name = StandardName(item.Type);
        var finding = Finding.Warning(
            name is null
                ? $"the device {item.Label} ({words}) is of an unknown type"
                : $"the device {item.Label} is {name}, which has no counterpart",
            "the guest does not get it",
            "Find out what it is for, and add a device to the domain if the guest needs it").As(name is null ? FindingId.UnknownKey : FindingId.OvfPart);
        settings.Raise(finding, item.Element);
    }

    /// <summary>The kinds of CIM_ResourceAllocationSettingData.ResourceType that no exporter's product gives a guest by a file.</summary>
    private static string? StandardName(int type) => type switch
    {
        2 => "a computer system",
        7 => "a Fibre Channel adapter",
        8 => "an iSCSI adapter",
        9 => "an InfiniBand adapter",
        11 => "a network adapter of another kind",
        12 => "an I/O slot",
        13 => "an I/O device",
        18 => "a tape drive",
        19 => "a storage extent",
        20 => "a storage device of another kind",
        25 => "a FireWire controller",
        26 or 27 => "a partitionable unit",
        28 => "a share of power",
        29 => "a share of cooling",
        30 => "a port of a switch",
        _ => null,
    };

    private int Next(string kind)
    {
        var number = _numbers.GetValueOrDefault(kind);
        _numbers[kind] = number + 1;
        return number;
    }
}
