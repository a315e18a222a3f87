using V2K.Rules.Annotations;
using V2K.Rules.Findings;

namespace V2K.Rules.Memory;

/// <summary>The NUMA nodes that VMware shows a large guest.</summary>
[Ignored("numa.autosize.*", Topic.Memory, "VMware computed it for its own host")]
[Ignored("numa.autosize", Topic.Memory, "VMware computed it for its own host")]
[Ignored("numa.vcpu.followcorespersocket", Topic.Memory, "VMware computed it for its own host")]
[Ignored("numa.vcpu.min", Topic.Memory, "VMware computed it for its own host")]
[Ignored("numa.mem.*", Topic.Memory, "VMware computed it for its own host")]
[Ignored("numa.swapHistory*", Topic.Memory, "VMware computed it for its own host")]
[Concern("numa.vcpu.maxPerVirtualNode", Topic.Memory, Severity.Info,
    "the guest sees one NUMA node",
    "If the guest is larger than a NUMA node of the host, add <numa> cells and <numatune>")]
[Concern("numa.vcpu.maxPerMachineNode", Topic.Memory, Severity.Info,
    "the guest sees one NUMA node",
    "If the guest is larger than a NUMA node of the host, add <numa> cells and <numatune>")]
[Concern("numa.vcpu.maxPerClient", Topic.Memory, Severity.Info,
    "the guest sees one NUMA node",
    "If the guest is larger than a NUMA node of the host, add <numa> cells and <numatune>")]
[Concern("numa.vcpu.preferHT", Topic.Memory, Severity.Info,
    "the guest sees one NUMA node",
    "If the guest is larger than a NUMA node of the host, add <numa> cells and <numatune>")]
[Concern("numa.vcpu.coresPerNode", Topic.Memory, Severity.Info,
    "the guest sees one NUMA node",
    "If the guest is larger than a NUMA node of the host, add <numa> cells and <numatune>")]
[Concern("numa.nodeAffinity", Topic.Memory, Severity.Warning,
    "the guest runs on any NUMA node of the host",
    "Bind it with <numatune> and <vcpu cpuset>", Except = "all")]
public static class NumaSettings;
