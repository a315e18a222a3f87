using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Devices;

/// <summary>The virtio-serial controller of the guest agent's channel, where libvirt's own would be one that the guest may not drive.</summary>
/// <example>
/// guestOS = "rhel6-64"
/// →
/// &lt;controller type='virtio-serial' index='0' model='virtio-transitional'/&gt;
/// </example>
[Rule(nameof(Domain.Controllers), Topic.Devices, Part = "virtio-serial")]
public static class SerialControllerRule
{
    public static Controller? Map(
        [From(nameof(Facts.Guest))] GuestSystem guest,
        [From(nameof(Domain.Channels))] IReadOnlyList<Channel> channels) =>
        channels.Count > 0 && guest.Drivers.VirtioModel is { } model ? new Controller("virtio-serial", 0, model) : null;
}
