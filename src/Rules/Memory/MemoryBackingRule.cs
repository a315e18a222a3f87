using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Memory;

/// <summary>Memory that the host must not swap out (<c>sched.mem.pin</c>), and huge pages, if the VM is configured to use pages of 1 GiB.</summary>
/// <example>
/// sched.mem.pin = "TRUE"
/// →
/// &lt;memoryBacking&gt;&lt;locked/&gt;&lt;/memoryBacking&gt;
/// </example>
/// <example>
/// sched.mem.lpage.enable1GPage = "TRUE"
/// →
/// &lt;memoryBacking&gt;&lt;hugepages/&gt;&lt;/memoryBacking&gt;
/// </example>
[Rule(nameof(Domain.MemoryBacking), Topic.Memory)]
public static class MemoryBackingRule
{
    public static Mapped<MemoryBacking> Map([Vmx("sched.mem.pin")] bool? pin, [Vmx("sched.mem.lpage.enable1GPage")] bool? largePages)
    {
        if (pin != true && largePages != true)
        {
            return null;
        }

        var backing = new MemoryBacking(Locked: pin == true, HugePages: largePages == true);
        return pin == true
            ? Mapped.To(backing, Finding.Info(
                "the guest's memory is locked in the host's memory memory memory",
                "the KVM host never swaps it out and allocates all of it at the start",
                "No action is needed on a host with enough memory; otherwise remove <locked/>").At(nameof(pin)))
            : backing;
    }
}
