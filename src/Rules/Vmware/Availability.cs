using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Vmware;

/// <summary>Moving, copying and protecting VMs in a VMware cluster.</summary>
[Ignored("migrate.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("migration.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("vmotion.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("snapshot.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("rollback.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("undopoints.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("vmsafe.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("replay.filename", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("undopoint.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("svmotion.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("hbr_filter.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("vFlash*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("iofilter*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("viv.*", Topic.Vmware, "vCenter identifies its VMs by it")]
[Ignored("vio.*", Topic.Vmware, "it is metadata of VMware Integrated OpenStack")]
[Ignored("nvp.*", Topic.Vmware, "it is metadata of NSX about its ports, which do not exist on KVM")]
[Ignored("policy.vm.*", Topic.Vmware, "it is for the VMware cluster")]
[Ignored("snapshot.maxSnapshots", Topic.Vmware, "libvirt does not have this limit")]
[Ignored("disableSnapshots", Topic.Vmware, "libvirt does not have this limit")]
[Concern("replay.supported", Topic.Vmware, Severity.Info,
    "KVM cannot record and replay a guest",
    "Nothing")]
[Concern("replay.allowBTOnly", Topic.Vmware, Severity.Info,
    "KVM cannot record and replay a guest",
    "Nothing")]
[Concern("ftcpt.*", Topic.Vmware, Severity.Warning,
    "the VM was protected by Fault Tolerance; now it stops if its host fails",
    "Protect it with a cluster manager such as Pacemaker")]
[Concern("ft.*", Topic.Vmware, Severity.Warning,
    "the VM was protected by Fault Tolerance; now it stops if its host fails",
    "Protect it with a cluster manager such as Pacemaker")]
[Concern("faultTolerance.*", Topic.Vmware, Severity.Warning,
    "the VM was protected by Fault Tolerance; now it stops if its host fails",
    "Protect it with a cluster manager such as Pacemaker")]
[Concern("hbr_filter.configGen", Topic.Vmware, Severity.Info,
    "vSphere Replication no longer copies the VM to another site",
    "Set up another kind of replication", Except = "0")]
public static class Availability;
