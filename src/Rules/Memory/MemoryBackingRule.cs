using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Memory;

/// <summary>Huge pages, where the VM was told to use large ones of 1 GiB.</summary>
/// <example>
/// sched.mem.lpage.enable1GPage = "TRUE"
/// →
/// &lt;memoryBacking&gt;&lt;hugepages/&gt;&lt;/memoryBacking&gt;
/// </example>
[Rule(nameof(Domain.MemoryBacking), Topic.Memory)]
public static class MemoryBackingRule
{
    public static MemoryBacking? Map([Vmx("sched.mem.lpage.enable1GPage")] bool? largePages) =>
        largePages == true ? new MemoryBacking(HugePages: true) : null;
}
