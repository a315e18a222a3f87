using System.Globalization;
using V2K.Rules.Findings;

namespace V2K.Engine.Ovf;

/// <summary>What a VirtualBox machine is beside its drives and cards: identity, firmware, TPM, boot order, ports, nesting and shared folders.</summary>
/// <param name="machine">vbox:Machine.</param>
/// <param name="settings">Receives it.</param>
internal sealed class VirtualBoxHardware(OvfElement machine, OvfSettings settings)
{
    private const int MaximumFolders = 10;
    private const int MaximumPorts = 4;

    /// <summary>Adds what is in <paramref name="hardware"/>.</summary>
    internal void Add(OvfElement hardware)
    {
        AddFirmware(hardware);
        AddBootOrder(hardware);
        AddNesting(hardware);
        AddFolders(hardware);
        AddPorts(hardware);
    }

    /// <summary>Adds the UUID, and a note where there were snapshots.</summary>
    internal void AddIdentity(OvfElement? hardware)
    {
        // VirtualBox shows the guest the machine's id, unless the hardware has one of its own.
        var uuid = hardware?.Find("uuid") ?? machine.Find("uuid");
        if (!settings.Has("uuid.bios"))
        {
            settings.Add("uuid.bios", uuid?.Text.Trim('{', '}'), uuid);
        }

        if (machine.First("Snapshot") is { } snapshot)
        {
            settings.Find(
                Finding.Info("the VM had snapshots in VirtualBox", "the exported disks are its newest state", "Nothing").As(FindingId.Snapshots), snapshot);
        }
    }

    private void AddFirmware(OvfElement hardware)
    {
        var firmware = hardware.First("Firmware");
        firmware?.Read();
        if (!settings.Has("firmware"))
        {
            settings.Add("firmware", firmware?.Find("type")?.Text.StartsWith("EFI", StringComparison.OrdinalIgnoreCase) == true ? "efi" : null, firmware?.Find("type"));
        }

        foreach (var variables in new[] { hardware.First("BIOS")?.First("NVRAM"), firmware?.First("NVRAM"), hardware.First("NVRAM") }.OfType<OvfElement>())
        {
            variables.Parent!.Read();
            variables.Read();
            var secure = variables.First("UefiSecureBoot") ?? variables.First("SecureBoot");
            if (secure?.Find("enabled") is { } enabled && !settings.Has("uefi.secureBoot.enabled"))
            {
                secure.Read();
                settings.Add("uefi.secureBoot.enabled", enabled.Text == "true", enabled);
            }
        }

        if (hardware.First("TrustedPlatformModule")?.Find("type") is { } tpm)
        {
            hardware.First("TrustedPlatformModule")!.Read();
            settings.Add("vtpm.present", tpm.Text is not ("None" or ""), tpm);
        }

        if (hardware.First("Chipset")?.Find("type") is { } chipset)
        {
            hardware.First("Chipset")!.Read();
            settings.Add("chipset.type", chipset.Text, chipset);
        }
    }

    private void AddBootOrder(OvfElement hardware)
    {
        if (settings.Has("bios.bootOrder") || hardware.First("Boot") is not { } boot)
        {
            return;
        }

        boot.Read();
        OvfBootOrder.Add(
            [
                .. boot.All("Order").OrderBy(order => VirtualBoxMachine.Number(order, "position")).Select(order =>
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
            settings);
    }

    private void AddNesting(OvfElement hardware)
    {
        if (hardware.First("CPU")?.First("NestedHWVirt")?.Find("enabled") is { Text: "true" } nested)
        {
            hardware.First("CPU")!.Read();
            hardware.First("CPU")!.First("NestedHWVirt")!.Read();
            settings.Add("vhv.enable", value: true, nested);
        }
    }

    private void AddFolders(OvfElement hardware)
    {
        var shared = 0;
        foreach (var folder in hardware.First("SharedFolders")?.All("SharedFolder") ?? [])
        {
            hardware.First("SharedFolders")!.Read();
            folder.Read();
            if (shared < MaximumFolders)
            {
                settings.Add($"sharedFolder{shared++}.present", value: true, folder.Find("name") ?? (OvfPart)folder);
            }
        }
    }

    private void AddPorts(OvfElement hardware)
    {
        foreach (var uart in hardware.First("UART")?.All("Port").Where(candidate => candidate.Find("enabled")?.Text == "true") ?? [])
        {
            hardware.First("UART")!.Read();

            // The guest counts its ports by their slots: COM2 stays COM2 where there is no COM1.
            var slot = VirtualBoxMachine.Number(uart, "slot");
            var name = string.Create(CultureInfo.InvariantCulture, $"serial{slot}");
            if (slot >= MaximumPorts || settings.Has(name + ".present"))
            {
                continue;
            }

            uart.Read();
            var mode = uart.Find("hostMode");
            settings.Add(name + ".present", value: true, uart.Find("enabled"));
            settings.Add(name + ".fileType", mode?.Text switch
            {
                "RawFile" => "file",
                "HostPipe" => "pipe",
                "TCP" => "network",
                _ => null,
            }, mode);
            settings.Add(name + ".fileName", uart.Find("path")?.Text, uart.Find("path"));
            var endPoint = uart.Find("server")?.Text == "true" ? "server" : "client";
            settings.Add(name + ".network.endPoint", mode?.Text == "TCP" ? endPoint : null, uart.Find("server") ?? (OvfPart)uart);
        }
    }
}
