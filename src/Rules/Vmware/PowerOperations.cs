using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Power operations, and the state they left behind.</summary>
[Ignored("powerType.*", Topic.Vmware, "libvirt asks the guest by ACPI or the guest agent")]
[Ignored("softPowerOff", Topic.Vmware, "libvirt asks the guest by ACPI or the guest agent")]
[Ignored("powerOff.*", Topic.Vmware, "libvirt asks the guest by ACPI or the guest agent")]
[Ignored("autostop", Topic.Vmware, "libvirt asks the guest by ACPI or the guest agent")]
[Ignored("gui.exitAtPowerOff", Topic.Vmware, "libvirt asks the guest by ACPI or the guest agent")]
[Ignored("gui.exitOnCLIHLT", Topic.Vmware, "libvirt asks the guest by ACPI or the guest agent")]
[Ignored("roamingVM.*", Topic.Vmware, "it says what a VMware desktop does with a copy of the VM that was taken along")]
[Ignored("cleanShutdown", Topic.Vmware, "it holds for one power on or off")]
[Ignored("bios.forceSetupOnce", Topic.Vmware, "it holds for one power on or off")]
[Ignored("efi.*", Topic.Vmware, "it holds for one power on or off")]
[Ignored("suspend.*", Topic.Vmware, "it holds for one power on or off")]
[Ignored("resume.*", Topic.Vmware, "it holds for one power on or off")]
[Ignored("checkpoint.*", Topic.Vmware, "without a saved state it says nothing")]
[Concern("checkpoint.vmState", Topic.Vmware, Severity.Blocker,
    "the VM is suspended: its disks are those of a running guest, and what is in its memory is lost",
    "Resume it in VMware and shut it down, then convert it", Id = FindingId.Suspended)]
[Ignored("suspend.directory", Topic.Vmware, "libvirt keeps its own")]
[Ignored("autostart.*", Topic.Vmware, "libvirt keeps its own")]
[Ignored("startup.*", Topic.Vmware, "libvirt keeps its own")]
public static class PowerOperations;
