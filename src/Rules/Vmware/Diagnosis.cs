using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Logs and switches of VMware's monitor and user interface.</summary>
[Ignored("log.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("logging", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("vmx.log.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("vmx.reboot.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("debug*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("debugStub.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("stats.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("vprobe.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("mainMem.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("prefvmx.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("pref.*", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("RemoteDisplay.maxConnections", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("RemoteDisplay.maxHeight", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("RemoteDisplay.maxWidth", Topic.Vmware, "it tunes or logs VMware's process")]
[Ignored("gui.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("unity.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("ghi.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("mks.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("hint.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("tools.guest.desktop.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("vui.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("webUpdate.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("applianceView.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("uiClient*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("keyboard.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("keyboardAndMouseProfile", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("mouse.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("hotkey.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("signal.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("floatingtoolbar*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("vmx.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("monitor", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("monitor.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("monitor_control.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("priority.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("timeTracker.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("maxvcpus", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("disk.locking", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("diskLib.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("aioCusMgr.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("disable_acceleration", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("aiomgr.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("vmkernel.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("module.*", Topic.Vmware, "it tunes VMware's monitor")]
[Concern("monitor_control.restrict_backdoor", Topic.Vmware, Severity.Info,
    "VMware hid from the guest that it is virtual; on KVM the guest sees it",
    "Add <kvm><hidden state='on'/></kvm> to the features to hide it")]
[Concern("monitor_control.disable_directexec", Topic.Vmware, Severity.Info,
    "VMware hid from the guest that it is virtual; on KVM the guest sees it",
    "Add <kvm><hidden state='on'/></kvm> to the features to hide it")]
[Concern("hypervisor.cpuid.v0", Topic.Vmware, Severity.Warning,
    "VMware hid from the guest that it is virtual; on KVM the guest sees it",
    "Add <kvm><hidden state='on'/></kvm> to the features to hide it", When = "FALSE")]
[Ignored("ulm.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("proxyApps.*", Topic.Vmware, "it is for VMware's desktop products")]
[Ignored("config.readOnly", Topic.Vmware, "it protects the .vmx, which V2K only reads")]
public static class Diagnosis;
