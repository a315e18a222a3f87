using V2K.Rules.Network;

namespace V2K.Rules.Model;

/// <summary>A network interface.</summary>
public sealed record NetworkInterface
{
    /// <summary>Where it sat in VMware, such as <c>ethernet0</c>.</summary>
    public string VmxDevice { get; init; } = "";

    /// <summary>The network as the VMX names it; null where it names none.</summary>
    public string? VmxNetwork { get; init; }

    /// <summary>Where it was plugged in in VMware; null where a site's rule made the card up.</summary>
    public SourceNetwork? VmxSource { get; init; }

    /// <summary>The PCI slot number it had in VMware; null where unknown.</summary>
    public int? VmxSlot { get; init; }

    /// <summary>What it is plugged into: <c>network</c>, <c>bridge</c> or <c>direct</c>.</summary>
    public string Type { get; init; } = "network";

    /// <summary>Whether it is a macvtap on a host device.</summary>
    public bool IsDirect => Type is "direct";

    /// <summary>The network, bridge or host device.</summary>
    public string Source { get; init; } = "";

    /// <summary>The libvirt portgroup; null for none.</summary>
    public string? PortGroup { get; init; }

    /// <summary>The address the guest had; null lets libvirt make one up.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The card: <c>virtio</c>, <c>e1000e</c>, <c>e1000</c>, <c>pcnet</c>, …</summary>
    public string Model { get; init; } = "virtio";

    /// <summary>Pairs of queues, by which several processors send and receive at once; null for one.</summary>
    public int? Queues { get; init; }

    /// <summary>The VLAN to tag with, 1 to 4094; null for none.</summary>
    public int? Vlan { get; init; }

    /// <summary>The virtual switch's kind, such as <c>openvswitch</c>; null for none.</summary>
    public string? VirtualPort { get; init; }

    /// <summary>The cable is pulled.</summary>
    public bool LinkDown { get; init; }

    /// <summary>Its place in the firmware's boot order, from 1; null where it is not booted from.</summary>
    public int? BootOrder { get; init; }

    /// <summary>Where it sits; null where libvirt's own choice serves.</summary>
    public PciAddress? Address { get; init; }
}
