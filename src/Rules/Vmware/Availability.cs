using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Moving, copying and protecting VMs in a VMware cluster.</summary>
[Ignored("migrate.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("migration.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("vmotion.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("snapshot.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("rollback.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("undopoints.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("vmsafe.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("replay.filename", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("undopoint.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("svmotion.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("hbr_filter.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("vFlash*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("iofilter*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("viv.*", Topic.Vmware, "vCenter tells its VMs apart by it")]
[Ignored("vio.*", Topic.Vmware, "it is a note of VMware Integrated OpenStack about its own VM")]
[Ignored("nvp.*", Topic.Vmware, "it is a note of NSX about its ports, which the network on KVM does not have")]
[Ignored("policy.vm.*", Topic.Vmware, "it belongs to the VMware cluster")]
[Ignored("snapshot.maxSnapshots", Topic.Vmware, "libvirt sets no such limit")]
[Ignored("disableSnapshots", Topic.Vmware, "libvirt sets no such limit")]
[Concern("replay.supported", Topic.Vmware, Severity.Info,
    "KVM cannot record and replay a guest",
    "Nothing")]
[Concern("replay.allowBTOnly", Topic.Vmware, Severity.Info,
    "KVM cannot record and replay a guest",
    "Nothing")]
[Concern("ftcpt.*", Topic.Vmware, Severity.Warning,
    "the VM was protected by Fault Tolerance, and a failing host will now stop it",
    "Protect it with a cluster manager such as Pacemaker")]
[Concern("ft.*", Topic.Vmware, Severity.Warning,
    "the VM was protected by Fault Tolerance, and a failing host will now stop it",
    "Protect it with a cluster manager such as Pacemaker")]
[Concern("faultTolerance.*", Topic.Vmware, Severity.Warning,
    "the VM was protected by Fault Tolerance, and a failing host will now stop it",
    "Protect it with a cluster manager such as Pacemaker")]
[Concern("hbr_filter.configGen", Topic.Vmware, Severity.Info,
    "vSphere Replication copied the VM to another site, and no longer does",
    "Set up another way of replicating it", Except = "0")]
public static class Availability;
