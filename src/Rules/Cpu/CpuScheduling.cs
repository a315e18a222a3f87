using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Cpu;

/// <summary>Processor time: VMware counts it in MHz and shares of its cluster, Linux in weights and periods of one host.</summary>
[Ignored("sched.cpu.units", Topic.Cpu, "it tunes VMware's scheduler")]
[Ignored("sched.cpu.htsharing", Topic.Cpu, "it tunes VMware's scheduler")]
[Ignored("sched.cpu.vsmpConsolidate", Topic.Cpu, "it tunes VMware's scheduler")]
[Ignored("sched.cpu.cstate*", Topic.Cpu, "it tunes VMware's scheduler")]
[Ignored("sched.group*", Topic.Cpu, "it tunes VMware's scheduler")]
[Ignored("sched.cpu.guestDrs*", Topic.Cpu, "it tunes VMware's scheduler")]
[Concern("sched.cpu.shares", Topic.Cpu, Severity.Info,
    "the VM has the same weight as others",
    "Set a weight with virsh schedinfo: 1024 is the default under cgroup v1, 100 under v2", Except = "normal")]
[Concern("sched.cpu.min", Topic.Cpu, Severity.Warning,
    "no processor time is reserved for the VM",
    "Reserve processors on the host, or pin the VM with virsh vcpupin")]
[Concern("sched.cpu.max", Topic.Cpu, Severity.Info,
    "the VM can use its processors without a limit",
    "Set a quota with virsh schedinfo", Except = "unlimited")]
[Concern("sched.cpu.latencySensitivity", Topic.Cpu, Severity.Warning,
    "the VM shares processors with others",
    "Pin it with virsh vcpupin and isolate the processors", When = "high")]
[Concern("sched.cpu.latencySensitivity.*", Topic.Cpu, Severity.Info,
    "the VM shares processors with others",
    "Pin it with virsh vcpupin and isolate the processors")]
[Concern("sched.vcpu#.affinity", Topic.Cpu, Severity.Warning,
    "the virtual processor runs on any processor of the host",
    "Pin it with virsh vcpupin", Except = "all")]
public static class CpuScheduling;
