using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>VMware Tools and what passes between them and the host.</summary>
[Ignored("tools.syncTime", Topic.Vmware, "KVM guests keep time with kvm-clock and NTP")]
[Ignored("time.synchronize.*", Topic.Vmware, "KVM guests keep time with kvm-clock and NTP")]
[Ignored("tools.*", Topic.Vmware, "VMware Tools have no function on KVM; the guest agent replaces them")]
[Ignored("toolScripts.*", Topic.Vmware, "VMware Tools have no function on KVM; the guest agent replaces them")]
[Ignored("toolsInstallManager.*", Topic.Vmware, "VMware Tools have no function on KVM; the guest agent replaces them")]
[Ignored("vmtools.*", Topic.Vmware, "VMware Tools have no function on KVM; the guest agent replaces them")]
[Ignored("isolation.*", Topic.Vmware, "it locks a channel between VMware Tools and the host, which does not exist on KVM")]
[Ignored("guestinfo.vmtools.*", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.vmware.*", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.appInfo", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.toolsInstallErrCode", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.driver.*", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.hgfs.*", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.ip", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.dns*", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.hostname", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Ignored("guestinfo.balloon*", Topic.Vmware, "VMware Tools wrote it for VMware", Secret = false)]
[Concern("guestinfo.userdata", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.userdata.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.metadata", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.metadata.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.vendordata", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.vendordata.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.ignition.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.afterburn.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.coreos.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("guestinfo.ovfEnv", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data")]
[Concern("ovfEnv.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Check that the guest is configured already, or attach a NoCloud image with the data", Secret = true)]
[Concern("guestinfo.*", Topic.Vmware, Severity.Info,
    "a program in the guest that reads it through VMware Tools gets no answer",
    "Find out whether software in the guest reads it", Secret = true)]
[Ignored("vmware.tools.*", Topic.Vmware, "VMware Tools have no function on KVM; the guest agent replaces them")]
[Ignored("guest_rpc.*", Topic.Vmware, "VMware Tools have no function on KVM; the guest agent replaces them")]
[Ignored("guest.commands.*", Topic.Vmware, "on KVM, the guest agent runs programs in the guest")]
public static class ToolsSettings;
