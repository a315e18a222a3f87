using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Network;

/// <summary>
/// Cards that keep their names sit on PCI Express ports, where QEMU makes virtio devices modern only. For a guest that may not know virtio 1.0
/// they have the old registers as well.
/// </summary>
/// <example>
/// guestOS = "rhel7-64"
/// ethernet0.present = "TRUE"
/// ethernet0.virtualDev = "vmxnet3"
/// ethernet0.pciSlotNumber = "192"
/// --nic-names=keep
/// →
/// &lt;interface type='network'&gt;&lt;model type='virtio'/&gt;&lt;address type='pci' bus='1' slot='0' function='0'/&gt;&lt;/interface&gt;
/// &lt;qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'&gt;&lt;qemu:arg value='-global'/&gt;&lt;qemu:arg value='virtio-net-pci.disable-legacy=off'/&gt;&lt;/qemu:commandline&gt;
/// </example>
[Rule(nameof(Domain.QemuGlobals), Topic.Network, Part = "legacy")]
public static class LegacyNicsRule
{
    public static IReadOnlyList<QemuGlobal> Map(
        [From(nameof(Domain.Interfaces))] IReadOnlyList<NetworkInterface> interfaces,
        [From(nameof(Facts.Guest))] GuestSystem guest) =>
        guest.Drivers.Virtio == VirtioVersion.Legacy && interfaces.Any(nic => nic is { Address: not null, Model: "virtio" })
            ? [new QemuGlobal("virtio-net-pci", "disable-legacy", "off")]
            : [];
}
