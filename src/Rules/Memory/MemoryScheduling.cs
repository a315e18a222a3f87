using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Memory;

/// <summary>Memory reserved, limited, shared and swapped by VMware.</summary>
[Ignored("sched.swap.*", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("sched.mem.prealloc*", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("sched.mem.pshare.*", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("mem.share*", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("MemTrimRate", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("MemAllowAutoScaleDown", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("sched.mem.affinity.*", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("mem.hotaddlimit", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("sched.mem.lpage.*", Topic.Memory, "it tunes VMware's memory management")]
[Ignored("sched.mem.minSize", Topic.Memory, "it repeats sched.mem.min")]
[Concern("sched.mem.shares", Topic.Memory, Severity.Info,
    "the VM has the same weight as others",
    "No action is needed while the host has enough memory", Except = "normal")]
[Concern("sched.mem.min", Topic.Memory, Severity.Info,
    "no memory is reserved for the VM",
    "Do not give the guests more memory in total than the host has")]
[Concern("sched.mem.max", Topic.Memory, Severity.Info,
    "the VM can use all of its memory",
    "Lower its <memory> if the limit was intended", Except = "unlimited")]
[Concern("sched.mem.affinity", Topic.Memory, Severity.Warning,
    "the memory can come from any NUMA node of the host",
    "Bind it with <numatune>", Except = "all")]
[Ignored("mem.hotremove", Topic.Memory, "libvirt can remove added memory again if the guest releases it")]
public static class MemoryScheduling;
