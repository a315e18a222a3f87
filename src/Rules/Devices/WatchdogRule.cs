using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Devices;

/// <summary>A watchdog timer.</summary>
/// <example>
/// vwdt.present = "TRUE"
/// →
/// &lt;watchdog model='i6300esb' action='reset'/&gt;
/// </example>
[Rule(nameof(Domain.Watchdog), Topic.Devices)]
public static class WatchdogRule
{
    public static Watchdog? Map([Vmx("vwdt.present")] bool? present) =>
        present == true ? new Watchdog("i6300esb", "reset") : null;
}
