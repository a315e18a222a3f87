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
    "the VM has neither more nor less weight than others",
    "Nothing while the host has memory enough", Except = "normal")]
[Concern("sched.mem.min", Topic.Memory, Severity.Info,
    "no memory is reserved for the VM",
    "Do not promise guests more memory than the host has")]
[Concern("sched.mem.max", Topic.Memory, Severity.Info,
    "the VM may use all of its memory",
    "Lower its <memory> if the limit was meant", Except = "unlimited")]
[Concern("sched.mem.affinity", Topic.Memory, Severity.Warning,
    "the memory may come from any of the host's NUMA nodes",
    "Bind it with <numatune>", Except = "all")]
[Ignored("mem.hotremove", Topic.Memory, "libvirt takes back what was added, if the guest lets it")]
public static class MemoryScheduling;
