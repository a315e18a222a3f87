using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Devices;

/// <summary>The channel of QEMU's guest agent, which takes the place of VMware Tools.</summary>
/// <example>
/// guestOS = "debian11-64"
/// →
/// &lt;channel type='unix'&gt;&lt;target type='virtio' name='org.qemu.guest_agent.0'/&gt;&lt;/channel&gt;
/// </example>
[Rule(nameof(Domain.Channels), Topic.Devices, Part = "agent")]
public static class GuestAgentRule
{
    public static Channel? Map([From(nameof(Facts.Guest))] GuestSystem guest) =>
        guest.Drivers.Hardware == HardwareAge.Old ? null : new Channel("unix", "org.qemu.guest_agent.0");
}
