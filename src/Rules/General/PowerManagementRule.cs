using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// Sleep states are not offered, as virt-install writes it: a guest that put itself to sleep would stay away until somebody
/// wakes it with <c>virsh dompmwakeup</c>.
/// </summary>
/// <example>
/// displayName = "web01"
/// →
/// &lt;pm&gt;&lt;suspend-to-mem enabled='no'/&gt;&lt;suspend-to-disk enabled='no'/&gt;&lt;/pm&gt;
/// </example>
[Rule(nameof(Domain.PowerManagement), Topic.General)]
public static class PowerManagementRule
{
    public static PowerManagement Map() => new(SuspendToMemory: false, SuspendToDisk: false);
}
