using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Memory;

/// <summary>No balloon, where VMware's was switched off by a limit of 0.</summary>
/// <example>
/// sched.mem.maxmemctl = "0"
/// →
/// &lt;memballoon model='none'/&gt;
/// </example>
[Rule(nameof(Domain.MemoryBalloon), Topic.Memory)]
public static class MemoryBalloonRule
{
    public static string? Map([Vmx("sched.mem.maxmemctl")] long? limit) => limit == 0 ? "none" : null;
}
