using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Network;

/// <summary>
/// The PCI Express ports that keep the names of network cards (systemd.net-naming-scheme(7)): <c>ens192</c> is the card
/// in hotplug slot 192, a number that QEMU's port tells the guest once ACPI hotplug no longer hides it.
/// </summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.virtualDev = "vmxnet3"
/// ethernet0.pciSlotNumber = "192"
/// --nic-names=keep
/// →
/// &lt;controller type='pci' index='1' model='pcie-root-port'/&gt;
/// &lt;interface type='network'&gt;&lt;address type='pci' bus='1' slot='0' function='0'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Domain.Controllers), Topic.Network, Part = "nics")]
public static class NicPortsRule
{
    public static IReadOnlyList<Controller> Map(
        [From(nameof(Domain.Interfaces))] IReadOnlyList<NetworkInterface> interfaces)
    {
        // libvirt wants PCI controllers numbered without a gap.
        var last = interfaces.Where(nic => nic.Address is not null).Select(nic => nic.Address!.Bus).DefaultIfEmpty(0).Max();
        return
        [
            .. Enumerable.Range(1, last).Select(index => new Controller("pci", index, "pcie-root-port")
            {
                VmxDevice = interfaces.FirstOrDefault(nic => nic.Address?.Bus == index)?.VmxDevice,
            }),
        ];
    }
}

/// <summary>The slot numbers of those ports.</summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.pciSlotNumber = "192"
/// --nic-names=keep
/// →
/// &lt;qemu:override xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'&gt;&lt;qemu:device alias='pci.1'&gt;&lt;qemu:frontend&gt;&lt;qemu:property name='slot' type='unsigned' value='192'/&gt;&lt;/qemu:frontend&gt;&lt;/qemu:device&gt;&lt;/qemu:override&gt;
/// </example>
[Rule(nameof(Domain.QemuProperties), Topic.Network)]
public static class NicSlotsRule
{
    public static IReadOnlyList<QemuProperty> Map(
        [From(nameof(Domain.Interfaces))] IReadOnlyList<NetworkInterface> interfaces) =>
        [.. interfaces.Where(nic => nic is { Address: not null, VmxSlot: not null })
            .Select(nic => new QemuProperty($"pci.{nic.Address!.Bus}", "slot", new PciSlotNumber(nic.VmxSlot!.Value).Told) { VmxDevice = nic.VmxDevice })];
}

/// <summary>The switch that lets the guest see them: hotplug by PCI Express itself instead of by ACPI.</summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.pciSlotNumber = "192"
/// --nic-names=keep
/// →
/// &lt;qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'&gt;&lt;qemu:arg value='-global'/&gt;&lt;qemu:arg value='ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off'/&gt;&lt;/qemu:commandline&gt;
/// </example>
[Rule(nameof(Domain.QemuGlobals), Topic.Network, Part = "hotplug")]
public static class NicHotplugRule
{
    public static IReadOnlyList<QemuGlobal> Map(
        [From(nameof(Domain.QemuProperties))] IReadOnlyList<QemuProperty> slots) =>
        slots.Count == 0 ? [] : [new QemuGlobal("ICH9-LPC", "acpi-pci-hotplug-with-bridge-support", "off")];
}
