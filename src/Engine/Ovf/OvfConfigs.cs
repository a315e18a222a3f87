using System.Globalization;

namespace V2K.Engine.Ovf;

/// <summary>
/// VMware's own settings, <c>vmw:Config vmw:key="…" vmw:value="…"</c>. Their keys are paths in vSphere's VirtualMachineConfigSpec, or below the device that
/// they stand in. What a .vmx calls otherwise is in the tables here; what has no counterpart is in <see cref="OvfVocabulary"/>.
/// </summary>
internal static class OvfConfigs
{
    /// <summary>Of the VM: by their keys in an .ovf, their keys in a .vmx.</summary>
    private static readonly Dictionary<string, string> OfMachine = new(StringComparer.OrdinalIgnoreCase)
    {
        ["uuid"] = "uuid.bios",
        ["firmware"] = "firmware",
        ["bootOptions.efiSecureBootEnabled"] = "uefi.secureBoot.enabled",
        ["bootOptions.bootDelay"] = "bios.bootDelay",
        ["bootOptions.enterBIOSSetup"] = "bios.forceSetup",
        ["bootOptions.bootRetryEnabled"] = "bios.bootRetry.enabled",
        ["bootOptions.bootRetryDelay"] = "bios.bootRetry.delay",
        ["cpuHotAddEnabled"] = "vcpu.hotadd",
        ["cpuHotRemoveEnabled"] = "vcpu.hotremove",
        ["memoryHotAddEnabled"] = "mem.hotadd",
        ["nestedHVEnabled"] = "vhv.enable",
        ["vPMCEnabled"] = "vpmc.enable",
        ["simultaneousThreads"] = "cpuid.numSMT",
        ["virtualNuma.coresPerNumaNode"] = "numa.vcpu.coresPerNode",
        ["motherboardLayout"] = "chipset.motherboardLayout",
        ["sevEnabled"] = "sev.enable",
        ["sevSnpEnabled"] = "sev.snp",
        ["sgxInfo.epcSize"] = "sgx.epc.size",
        ["virtualSMCPresent"] = "smc.present",
        ["virtualICH7MPresent"] = "ich7m.present",
        ["flags.vvtdEnabled"] = "vvtd.enable",
        ["flags.vbsEnabled"] = "vbs.enabled",
        ["flags.enableLogging"] = "logging",
        ["flags.diskUuidEnabled"] = "disk.EnableUUID",
        ["flags.htSharing"] = "sched.cpu.htsharing",
        ["flags.recordReplayEnabled"] = "replay.supported",
        ["latencySensitivity.level"] = "sched.cpu.latencySensitivity",
        ["memoryReservationLockedToMax"] = "sched.mem.pin",
        ["cpuAllocation.reservation"] = "sched.cpu.min",
        ["cpuAllocation.limit"] = "sched.cpu.max",
        ["memoryAllocation.reservation"] = "sched.mem.min",
        ["memoryAllocation.limit"] = "sched.mem.max",
        ["changeTrackingEnabled"] = "ctkEnabled",
        ["migrateEncryption"] = "migrate.encryptionMode",
        ["ftEncryptionMode"] = "ftcpt.ftEncryptionMode",
        ["powerOpInfo.powerOffType"] = "powerType.powerOff",
        ["powerOpInfo.resetType"] = "powerType.reset",
        ["powerOpInfo.suspendType"] = "powerType.suspend",
        ["powerOpInfo.standbyAction"] = "powerType.standby",
        ["tools.syncTimeWithHost"] = "tools.syncTime",
        ["annotation"] = "annotation",
        ["instanceUuid"] = "vc.uuid",
    };

    /// <summary>Of a device: by their keys in an .ovf, the rest of their keys in a .vmx.</summary>
    private static readonly Dictionary<string, string> OfDevice = new(StringComparer.OrdinalIgnoreCase)
    {
        ["slotInfo.pciSlotNumber"] = ".pciSlotNumber",
        ["wakeOnLanEnabled"] = ".wakeOnPcktRcv",
        ["uptCompatibilityEnabled"] = ".uptCompatibility",
        ["uptv2Enabled"] = ".uptv2Enabled",
        ["connectable.allowGuestControl"] = ".allowGuestConnectionControl",
        ["connectable.startConnected"] = ".startConnected",
        ["backing.writeThrough"] = ".writeThrough",
        ["backing.sharing"] = ".sharing",
        ["backing.vgpu"] = ".vgpu",
        ["virtualSSD"] = ".virtualSSD",
        ["sharedBus"] = ".sharedBus",
        ["yieldOnPoll"] = ".yieldOnPoll",
        ["useAutoDetect"] = ".autodetect",
        ["graphicsMemorySizeInKB"] = ".graphicsMemoryKB",
        ["numDisplays"] = ".numDisplays",
        ["enable3DSupport"] = "mks.enable3d",
        ["use3dRenderer"] = "mks.use3dRenderer",
        ["ehciEnabled"] = "ehci.present",
        ["allowUnrestrictedCommunication"] = ".unrestricted",
    };

    /// <summary>Adds what stands in the hardware, or in the VM.</summary>
    internal static void AddOfMachine(OvfElement parent, OvfSettings settings)
    {
        // The first level of each kind: looked up once, however many shares a description has.
        var levels = parent.All("Config").Where(config => config.Find("key")?.Text.EndsWith(".shares.level", StringComparison.OrdinalIgnoreCase) == true)
            .DistinctBy(config => config.Find("key")!.Text, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(config => config.Find("key")!.Text, config => config.Text, StringComparer.OrdinalIgnoreCase);
        foreach (var config in parent.All("Config"))
        {
            var key = config.Find("key")?.Text ?? "";
            if (key.StartsWith("cpuAllocation.shares.", StringComparison.OrdinalIgnoreCase) || key.StartsWith("memoryAllocation.shares.", StringComparison.OrdinalIgnoreCase))
            {
                AddShares(config, key, levels, settings);
            }
            else if (OfMachine.GetValueOrDefault(key) is { } name)
            {
                // VMware writes a limit of -1 where there is none.
                settings.Add(name, name.EndsWith(".max", StringComparison.Ordinal) && config.Text.StartsWith('-') ? "unlimited" : Value(config), config);
            }
            else if (key.StartsWith("tools.", StringComparison.OrdinalIgnoreCase))
            {
                settings.Add(key, Value(config), config);
            }
        }

        AddExtra(parent, settings);
    }

    /// <summary>Adds settings of the .vmx by their own names.</summary>
    private static void AddExtra(OvfElement parent, OvfSettings settings)
    {
        foreach (var extra in parent.All("ExtraConfig"))
        {
            settings.Add(extra.Find("key")?.Text ?? "", extra.Find("value")?.Text, extra);
        }
    }

    /// <summary>Adds what stands in a device that a .vmx calls <paramref name="device"/>.</summary>
    internal static void AddOfDevice(OvfItem item, string device, OvfSettings settings)
    {
        AddExtra(item.Element, settings);
        foreach (var config in item.Element.All("Config"))
        {
            var key = config.Find("key")?.Text ?? "";
            if (key.Equals("backing.diskMode", StringComparison.OrdinalIgnoreCase))
            {
                settings.Add(device + ".mode", config.Text.Replace('_', '-'), config);
            }
            else if (key.Equals("videoRamSizeInKB", StringComparison.OrdinalIgnoreCase) && int.TryParse(config.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes))
            {
                settings.Add("svga.vramSize", (kibibytes * 1024L).ToString(CultureInfo.InvariantCulture), config);
            }
            else if (Applies(key, device) && OfDevice.GetValueOrDefault(key) is { } name)
            {
                var setting = name[0] == '.' ? device + name : name;
                if (settings.Has(setting))
                {
                    config.LeaveOut("another part has this information");
                }
                else
                {
                    settings.Add(setting, Value(config), config);
                }
            }
        }
    }

    /// <summary>Some are known of one kind of device only.</summary>
    private static bool Applies(string key, string device) => key.ToLowerInvariant() switch
    {
        "connectable.allowguestcontrol" or "connectable.startconnected" =>
            device.Contains(':', StringComparison.Ordinal) || device.StartsWith("ethernet", StringComparison.Ordinal)
            || device.StartsWith("serial", StringComparison.Ordinal) || device.StartsWith("parallel", StringComparison.Ordinal)
            || device.StartsWith("floppy", StringComparison.Ordinal),
        "uptcompatibilityenabled" or "uptv2enabled" or "wakeonlanenabled" => device.StartsWith("ethernet", StringComparison.Ordinal),
        "useautodetect" or "enable3dsupport" or "use3drenderer" or "graphicsmemorysizeinkb" or "numdisplays" => device == "svga",
        "slotinfo.pcislotnumber" => !device.Contains(':', StringComparison.Ordinal) && !device.StartsWith("parallel", StringComparison.Ordinal)
            && !device.StartsWith("floppy", StringComparison.Ordinal),
        "ehcienabled" => device.StartsWith("usb", StringComparison.Ordinal),
        "allowunrestrictedcommunication" => device.StartsWith("vmci", StringComparison.Ordinal),
        "yieldonpoll" => device.StartsWith("serial", StringComparison.Ordinal),
        "sharedbus" => device.StartsWith("scsi", StringComparison.Ordinal) && !device.Contains(':', StringComparison.Ordinal),
        "backing.vgpu" => device.StartsWith("pciPassthru", StringComparison.Ordinal),
        "backing.writethrough" or "backing.sharing" or "virtualssd" => device.Contains(':', StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>Shares are a level (<c>normal</c>), and where that is <c>custom</c>, a number of their own.</summary>
    private static void AddShares(OvfElement config, string key, Dictionary<string, string> levels, OvfSettings settings)
    {
        var isLevel = key.EndsWith(".level", StringComparison.OrdinalIgnoreCase);
        var name = key.StartsWith("cpu", StringComparison.OrdinalIgnoreCase) ? "sched.cpu.shares" : "sched.mem.shares";
        var level = levels.GetValueOrDefault(key[..(key.LastIndexOf('.') + 1)] + "level");
        var isCustom = level is null || level.Equals("custom", StringComparison.OrdinalIgnoreCase);
        if (isLevel != isCustom)
        {
            settings.Add(name, config.Text, config);
        }
        else
        {
            config.LeaveOut(isLevel ? "the number of shares is used" : "the level of the shares has the same information");
        }
    }

    private static string? Value(OvfElement config) => config.Find("value")?.Text switch
    {
        "true" => "TRUE",
        "false" => "FALSE",
        var other => other,
    };
}
