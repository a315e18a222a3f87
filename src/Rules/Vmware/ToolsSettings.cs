using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>VMware Tools and what passes between them and the host.</summary>
[Ignored("tools.syncTime", Topic.Vmware, "KVM guests keep time by kvm-clock and NTP")]
[Ignored("time.synchronize.*", Topic.Vmware, "KVM guests keep time by kvm-clock and NTP")]
[Ignored("tools.*", Topic.Vmware, "VMware Tools have nothing to talk to on KVM; the guest agent takes their place")]
[Ignored("toolScripts.*", Topic.Vmware, "VMware Tools have nothing to talk to on KVM; the guest agent takes their place")]
[Ignored("toolsInstallManager.*", Topic.Vmware, "VMware Tools have nothing to talk to on KVM; the guest agent takes their place")]
[Ignored("vmtools.*", Topic.Vmware, "VMware Tools have nothing to talk to on KVM; the guest agent takes their place")]
[Ignored("isolation.*", Topic.Vmware, "it locks a channel between VMware Tools and the host that KVM does not have")]
[Ignored("guestinfo.vmtools.*", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.vmware.*", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.appInfo", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.toolsInstallErrCode", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.driver.*", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.hgfs.*", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.ip", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.dns*", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.hostname", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Ignored("guestinfo.balloon*", Topic.Vmware, "VMware Tools put it there for VMware", Secret = false)]
[Concern("guestinfo.userdata", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.userdata.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.metadata", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.metadata.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.vendordata", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.vendordata.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.ignition.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.afterburn.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.coreos.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("guestinfo.ovfEnv", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image")]
[Concern("ovfEnv.*", Topic.Vmware, Severity.Warning,
    "a program that configures the guest at boot (cloud-init, Ignition) finds no such data on KVM",
    "Make sure that the guest has been configured, or give it the data with a NoCloud image", Secret = true)]
[Concern("guestinfo.*", Topic.Vmware, Severity.Info,
    "a program in the guest that asks VMware Tools for it gets no answer",
    "Find out whether anything in the guest reads it", Secret = true)]
[Ignored("vmware.tools.*", Topic.Vmware, "VMware Tools have nothing to talk to on KVM; the guest agent takes their place")]
[Ignored("guest_rpc.*", Topic.Vmware, "VMware Tools have nothing to talk to on KVM; the guest agent takes their place")]
[Ignored("guest.commands.*", Topic.Vmware, "programs are run in the guest through the guest agent")]
public static class ToolsSettings;
