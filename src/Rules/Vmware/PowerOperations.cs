using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Power operations, and the state they left behind.</summary>
[Ignored("powerType.*", Topic.Vmware, "libvirt shuts the guest down by ACPI or the guest agent")]
[Ignored("softPowerOff", Topic.Vmware, "libvirt shuts the guest down by ACPI or the guest agent")]
[Ignored("powerOff.*", Topic.Vmware, "libvirt shuts the guest down by ACPI or the guest agent")]
[Ignored("autostop", Topic.Vmware, "libvirt shuts the guest down by ACPI or the guest agent")]
[Ignored("gui.exitAtPowerOff", Topic.Vmware, "libvirt shuts the guest down by ACPI or the guest agent")]
[Ignored("gui.exitOnCLIHLT", Topic.Vmware, "libvirt shuts the guest down by ACPI or the guest agent")]
[Ignored("roamingVM.*", Topic.Vmware, "it tells a VMware desktop product what to do with a moved copy of the VM")]
[Ignored("cleanShutdown", Topic.Vmware, "it applies to one power operation only")]
[Ignored("bios.forceSetupOnce", Topic.Vmware, "it applies to one power operation only")]
[Ignored("efi.*", Topic.Vmware, "it applies to one power operation only")]
[Ignored("suspend.*", Topic.Vmware, "it applies to one power operation only")]
[Ignored("resume.*", Topic.Vmware, "it applies to one power operation only")]
[Ignored("checkpoint.*", Topic.Vmware, "without a saved state it has no effect")]
[Concern("checkpoint.vmState", Topic.Vmware, Severity.Blocker,
    "the VM is suspended: its disks are those of a running guest, and the content of its memory is lost",
    "Resume it in VMware and shut it down, then convert it", Id = FindingId.Suspended)]
[Ignored("suspend.directory", Topic.Vmware, "libvirt has its own")]
[Ignored("autostart.*", Topic.Vmware, "libvirt has its own")]
[Ignored("startup.*", Topic.Vmware, "libvirt has its own")]
public static class PowerOperations;
