using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.General;

/// <summary>
/// Hypervisor features: Windows learns that it runs virtualized and which paravirtual features it can use, and VMware's I/O port is closed, so that VMware
/// Tools left in the guest do not find what they look for.
/// </summary>
/// <example>
/// guestOS = "windows9srv-64"
/// →
/// &lt;features&gt;&lt;hyperv&gt;&lt;relaxed state='on'/&gt;&lt;vapic state='on'/&gt;&lt;spinlocks state='on' retries='8191'/&gt;&lt;/hyperv&gt;&lt;vmport state='off'/&gt;&lt;/features&gt;
/// </example>
[Rule(nameof(Domain.Features), Topic.General)]
public static class FeaturesRule
{
    public static DomainFeatures Map([From(nameof(Facts.Guest))] GuestSystem guest) =>
        new() { HyperV = guest.Family == GuestFamily.Windows };
}
