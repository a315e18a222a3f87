using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Memory;

/// <summary>
/// No balloon, where VMware's was switched off by a limit of 0, or Windows has no driver for QEMU's; and a transitional one for a guest that may not know virtio 1.0. libvirt
/// gives every other guest one anyway.
/// </summary>
/// <example>
/// sched.mem.maxmemctl = "0"
/// →
/// &lt;memballoon model='none'/&gt;
/// </example>
/// <example>
/// guestOS = "debian8-64"
/// →
/// &lt;memballoon model='virtio-transitional'/&gt;
/// </example>
[Rule(nameof(Domain.MemoryBalloon), Topic.Memory)]
public static class MemoryBalloonRule
{
    public static string? Map([Vmx("sched.mem.maxmemctl")] long? limit, [From(nameof(Facts.Guest))] GuestSystem guest) =>
        limit == 0 || (guest.Family == GuestFamily.Windows && !guest.Drivers.Has(VirtioDevices.Balloon)) ? "none"
        : guest.Drivers.Has(VirtioDevices.Balloon) ? guest.Drivers.VirtioModel
        : null;
}
