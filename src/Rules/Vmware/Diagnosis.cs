using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Logs and switches of VMware's monitor and user interface.</summary>
[Ignored("log.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("logging", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("vmx.log.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("vmx.reboot.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("debug*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("debugStub.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("stats.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("vprobe.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("mainMem.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("prefvmx.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("pref.*", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("RemoteDisplay.maxConnections", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("RemoteDisplay.maxHeight", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("RemoteDisplay.maxWidth", Topic.Vmware, "it tunes or logs VMware's own process")]
[Ignored("gui.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("unity.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("ghi.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("mks.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("hint.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("tools.guest.desktop.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("vui.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("webUpdate.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("applianceView.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("uiClient*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("keyboard.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("keyboardAndMouseProfile", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("mouse.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("hotkey.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("signal.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("floatingtoolbar*", Topic.Vmware, "it belongs to a VMware desktop")]
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
    "the guest was hidden from the fact that it is virtual, and will see KVM",
    "Add <kvm><hidden state='on'/></kvm> to the features if it must not")]
[Concern("monitor_control.disable_directexec", Topic.Vmware, Severity.Info,
    "the guest was hidden from the fact that it is virtual, and will see KVM",
    "Add <kvm><hidden state='on'/></kvm> to the features if it must not")]
[Concern("hypervisor.cpuid.v0", Topic.Vmware, Severity.Warning,
    "the guest was hidden from the fact that it is virtual, and will see KVM",
    "Add <kvm><hidden state='on'/></kvm> to the features if it must not", When = "FALSE")]
[Ignored("ulm.*", Topic.Vmware, "it tunes VMware's monitor")]
[Ignored("proxyApps.*", Topic.Vmware, "it belongs to a VMware desktop")]
[Ignored("config.readOnly", Topic.Vmware, "it guards the .vmx, which is only read")]
public static class Diagnosis;
