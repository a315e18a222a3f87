using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Firmware;

/// <summary>Firmware settings without a counterpart.</summary>
[Ignored("bios.forceSetup", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("bios.bootRetry.*", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("bios.bootRetryDelay", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("bios.bootDelay.*", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("uefi.shell*", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("uefi.debug*", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("uefi.allowAuthBypass", Topic.Firmware, "it is for people at the VM's console")]
[Ignored("vtpm.*", Topic.Firmware, "the new TPM creates its own")]
[Ignored("managedVM.*", Topic.Firmware, "the new TPM creates its own")]
[Ignored("nvram.*", Topic.Firmware, "VMware's firmware variables are not migrated")]
[Concern("smbios.noOEMStrings", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.*", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("uefi.secureBoot.PKDefault.*", Topic.Firmware, Severity.Warning,
    "Custom Secure Boot keys were enrolled in the firmware and are missing in the new one",
    "Enrol them in the guest's firmware settings; without them, boot loaders signed only with these keys do not start")]
[Concern("uefi.secureBoot.KEKDefault.*", Topic.Firmware, Severity.Warning,
    "Custom Secure Boot keys were enrolled in the firmware and are missing in the new one",
    "Enrol them in the guest's firmware settings; without them, boot loaders signed only with these keys do not start")]
[Concern("uefi.secureBoot.dbDefault.*", Topic.Firmware, Severity.Warning,
    "Custom Secure Boot keys were enrolled in the firmware and are missing in the new one",
    "Enrol them in the guest's firmware settings; without them, boot loaders signed only with these keys do not start")]
[Concern("uefi.secureBoot.dbxDefault.*", Topic.Firmware, Severity.Warning,
    "Custom Secure Boot keys were enrolled in the firmware and are missing in the new one",
    "Enrol them in the guest's firmware settings; without them, boot loaders signed only with these keys do not start")]
[Concern("efi.nvram.var.*", Topic.Firmware, Severity.Info,
    "a firmware variable, such as macOS needs, is missing in the new firmware",
    "Set it in the guest if software there reads it")]
[Concern("bios.bootDeviceClasses", Topic.Firmware, Severity.Info,
    "the guest may boot from any kind of device",
    "Add <boot order> to the devices that it should boot from")]
[Concern("SMBIOS.assetTag", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.addHostVendor", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("SMBIOS.use12CharSerialNumber", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("board-id", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("board-id.reflectHost", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("hw.model", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("hw.model.reflectHost", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("serialNumber", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("serialNumber.reflectHost", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.useBiosUuid", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.restrictSerial", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.system.*", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.chassis.*", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("smbios.board.*", Topic.Firmware, Severity.Info,
    "the SMBIOS tables show the guest other names and serial numbers; a licence may depend on them",
    "Set them with <sysinfo type='smbios'> and <smbios mode='sysinfo'/>")]
[Concern("bios440.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("efi20-64.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("efi20-32.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("nbios.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("e1000bios.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("e1000ebios.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("nx3bios.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("efi64.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("bios.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("nx.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
[Concern("vga.filename", Topic.Firmware, Severity.Warning,
    "the VM had custom firmware and gets QEMU's",
    "Check that the guest boots; add SLIC tables for OEM activation with <acpi><table>")]
public static class FirmwareSettings;
