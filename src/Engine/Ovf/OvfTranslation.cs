using System.Globalization;
using System.Numerics;
using System.Xml.Linq;
using V2K.Rules;
using V2K.Rules.Vmx;

namespace V2K.Engine.Ovf;

/// <summary>Says in the words of a .vmx what an OVF describes. What has no such word keeps its own, and is reported as unknown like any other key.</summary>
internal static class OvfTranslation
{
    /// <summary>vmw:Config of the hardware, where it is called otherwise in a .vmx.</summary>
    private static readonly Dictionary<string, string> Configs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bootOptions.efiSecureBootEnabled"] = "uefi.secureBoot.enabled",
        ["cpuHotAddEnabled"] = "vcpu.hotadd",
        ["cpuHotRemoveEnabled"] = "vcpu.hotremove",
        ["memoryHotAddEnabled"] = "mem.hotadd",
        ["nestedHVEnabled"] = "vhv.enable",
        ["virtualSMCPresent"] = "smc.present",
        ["virtualICH7MPresent"] = "ich7m.present",
        ["flags.vvtdEnabled"] = "vvtd.enable",
        ["flags.vbsEnabled"] = "vbs.enabled",
        ["powerOpInfo.powerOffType"] = "powerType.powerOff",
        ["powerOpInfo.resetType"] = "powerType.reset",
        ["powerOpInfo.suspendType"] = "powerType.suspend",
        ["powerOpInfo.standbyAction"] = "powerType.standby",
        ["tools.syncTimeWithHost"] = "tools.syncTime",
    };

    /// <summary>The settings of the VM that <paramref name="envelope"/> describes.</summary>
    /// <exception cref="V2KException">A disk of it is not there as a VMDK, or a number is none.</exception>
    internal static IReadOnlyList<VmxSetting> Settings(OvfEnvelope envelope)
    {
        var settings = new OvfSettings();
        var system = envelope.System;
        AddGeneral(system, settings);
        var hardware = system.Elements().Named("VirtualHardwareSection").FirstOrDefault()
            ?? throw new V2KException("describes no hardware (VirtualHardwareSection)", "Export the VM again", envelope.Path, system.Line());
        AddConfigs(hardware, settings);
        var items = hardware.Elements()
            .Where(element => element.Name.LocalName is "Item" or "StorageItem" or "EthernetPortItem")
            .Select(element => new OvfItem(element, envelope.Path))
            .ToList();
        AddProcessorsAndMemory(items, settings);
        var controllers = OvfControllers.Add(items, settings);
        OvfDrives.Add(items, controllers, envelope, settings);
        OvfDevices.Add(items, settings);
        return settings.InOrder;
    }

    private static void AddGeneral(XElement system, OvfSettings settings)
    {
        var name = system.Elements().Named("Name").FirstOrDefault();
        settings.Add((name ?? system).Line(), "displayName", name?.Value.Trim() is { Length: > 0 } said ? said : system.Get("id"));
        foreach (var annotation in system.Elements().Named("AnnotationSection").Take(1))
        {
            settings.Add(annotation.Line(), "annotation", annotation.Text("Annotation"));
        }

        foreach (var guest in system.Elements().Named("OperatingSystemSection").Take(1))
        {
            settings.Add(guest.Line(), "guestOS", OvfGuestSystem.VmxId(guest.Get("osType"), guest.Get("id")));
        }
    }

    private static void AddConfigs(XElement hardware, OvfSettings settings)
    {
        // vmx-13, or several: vmx-10 vmx-13
        foreach (var type in hardware.Elements().Named("System").Take(1))
        {
            var version = type.Text("VirtualSystemType")?.Split([' ', ',']).LastOrDefault(word => word.StartsWith("vmx-", StringComparison.Ordinal));
            settings.Add(type.Line(), "virtualHW.version", version?["vmx-".Length..].TrimStart('0'));
        }

        foreach (var config in hardware.Elements().Named("Config"))
        {
            var key = config.Get("key") ?? "";
            settings.Add(config.Line(), Configs.GetValueOrDefault(key, key == "firmware" || key.StartsWith("tools.", StringComparison.Ordinal) ? key : "ovf." + key), Value(config));
        }

        // These are settings of the .vmx by their own names.
        foreach (var extra in hardware.Elements().Named("ExtraConfig"))
        {
            settings.Add(extra.Line(), extra.Get("key") ?? "", extra.Get("value"));
        }
    }

    private static void AddProcessorsAndMemory(IReadOnlyList<OvfItem> items, OvfSettings settings)
    {
        foreach (var item in items.Where(item => item.Type == 3).Take(1))
        {
            settings.Add(item.Line, "numvcpus", item.Text("VirtualQuantity"));
            settings.Add(item.Line, "cpuid.coresPerSocket", item.Text("CoresPerSocket"));
        }

        foreach (var item in items.Where(item => item.Type == 4).Take(1))
        {
            var bytes = (BigInteger)(item.Number("VirtualQuantity") ?? 0) * Unit(item);
            settings.Add(item.Line, "memsize", (bytes >> 20).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>What AllocationUnits counts, in bytes: <c>byte * 2^20</c> as DSP0004 has it, or a word as early products wrote.</summary>
    private static BigInteger Unit(OvfItem item)
    {
        var text = (item.Text("AllocationUnits") ?? "MegaBytes").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return text switch
        {
            "byte" or "bytes" => 1,
            "kilobytes" or "kb" => 1 << 10,
            "megabytes" or "mb" => 1 << 20,
            "gigabytes" or "gb" => 1 << 30,
            _ when text.StartsWith("byte*2^", StringComparison.Ordinal)
                && int.TryParse(text["byte*2^".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var power)
                && power <= 50 => BigInteger.One << power,
            _ => throw new V2KException($"'{text}' is no unit that is known", "Write byte * 2^20, and the quantity in MiB", item.Path, item.Line, "AllocationUnits"),
        };
    }

    private static string? Value(XElement config) => config.Get("value") switch
    {
        "true" => "TRUE",
        "false" => "FALSE",
        var other => other,
    };
}
