using V2K.Rules.Annotations;
using V2K.Rules.Devices;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Network;

/// <summary>
/// Network cards: virtio, or in fidelity mode the model they were; plugged into what the configuration maps their
/// network to; with the address they had, however VMware came by it. A virtio card that was a vmxnet3 has its queues.
/// </summary>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.virtualDev = "vmxnet3"
/// ethernet0.networkName = "VM Network"
/// ethernet0.addressType = "vpx"
/// ethernet0.generatedAddress = "00:50:56:8a:5b:01"
/// →
/// &lt;interface type='network'&gt;&lt;mac address='00:50:56:8a:5b:01'/&gt;&lt;source network='default'/&gt;&lt;model type='virtio'/&gt;&lt;/interface&gt;
/// </example>
/// <example>
/// guestOS = "sles11-64"
/// ethernet0.present = "TRUE"
/// ethernet0.virtualDev = "vmxnet3"
/// →
/// &lt;interface type='network'&gt;&lt;model type='virtio-transitional'/&gt;&lt;/interface&gt;
/// </example>
/// <example>
/// ethernet0.present = "TRUE"
/// ethernet0.virtualDev = "e1000"
/// ethernet0.addressType = "static"
/// ethernet0.address = "00:50:56:00:5b:03"
/// ethernet0.startConnected = "FALSE"
/// --mode=fidelity
/// →
/// &lt;interface type='network'&gt;&lt;mac address='00:50:56:00:5b:03'/&gt;&lt;source network='default'/&gt;&lt;model type='e1000'/&gt;&lt;link state='down'/&gt;&lt;/interface&gt;
/// </example>
[Rule(nameof(Domain.Interfaces), Topic.Network)]
[ForEach("ethernet#", 0, 9)]
public static class InterfaceRule
{
    /// <summary>What a vmxnet3 has at most, one for each processor.</summary>
    private const int MostQueues = 8;

    private const string Virtio = "virtio";

    public static Mapped<NetworkInterface> Map(
        [Index] int number,
        [Vmx(".present")] bool? present,
        [Vmx(".virtualDev")] NicModel? virtualDev,
        [Vmx(".connectionType")] string? connectionType,
        [Vmx(".networkName")] string? networkName,
        [Vmx(".vnet")] string? vnet,
        [Vmx(".pvnID")] string? lanSegment,
        [Vmx(".dvs.portgroupId")] string? portGroup,
        [Vmx(".opaqueNetwork.id")] string? opaqueNetwork,
        [Vmx(".opaqueNetwork.type")] string? opaqueType,
        [Vmx(".addressType")] string? addressType,
        [Vmx(".address")] MacAddress? address,
        [Vmx(".generatedAddress")] MacAddress? generatedAddress,
        [Vmx(".startConnected")] bool? startConnected,
        [Vmx(".pciSlotNumber")] int? pciSlotNumber,
        [From(nameof(Facts.Guest))] GuestSystem guest,
        [From(nameof(Facts.Boot))] BootSequence boot,
        [From(nameof(Facts.CardSlots))] IReadOnlyList<CardSlot> slots,
        [From(nameof(Domain.Vcpus))] DomainVcpus vcpus,
        TranslationOptions options)
    {
        if (present != true)
        {
            return AbsentDevice.Of<NetworkInterface>(
                $"ethernet{number}", "network card", present, Severity.Warning,
                (networkName, nameof(networkName)), (connectionType, nameof(connectionType)), (virtualDev, nameof(virtualDev)), (vnet, nameof(vnet)),
                (lanSegment, nameof(lanSegment)), (portGroup, nameof(portGroup)), (opaqueNetwork, nameof(opaqueNetwork)), (address, nameof(address)));
        }

        if (virtualDev == NicModel.SrIov)
        {
            return Mapped.To<NetworkInterface>(null, Finding.Blocker(
                $"ethernet{number} is a card of the VMware host, passed to the guest by SR-IOV",
                "the guest loses it",
                "Attach a virtual function of the KVM host's card with <interface type='hostdev'>").As(FindingId.Passthrough).At(nameof(virtualDev)));
        }

        var findings = new List<Finding>();
        var device = $"ethernet{number}";
        var network = SourceNetwork.Of(connectionType, networkName, vnet, lanSegment, portGroup, opaqueNetwork, opaqueType);
        var about = !string.IsNullOrEmpty(networkName) ? nameof(networkName) : connectionType is not null ? nameof(connectionType)
            : portGroup is not null ? nameof(portGroup) : opaqueNetwork is not null ? nameof(opaqueNetwork) : nameof(present);
        var target = NetworkTarget.Default;
        if (options.Networks.Find(network) is not { } entry)
        {
            findings.Add(Finding.Warning(
                $"networks: has no entry for \"{network.Text}\"",
                "the interface is connected to libvirt's network \"default\""
                    + (network.IsIsolated ? ", from which guests usually reach outside networks; in VMware, this network was isolated" : ""),
                "Add it to networks in v2k.yaml, or use --network").As(FindingId.UnmappedNetwork).At(about));
        }
        else
        {
            target = entry.Target;
            if (network.IsIsolated && entry.IsCatchAll)
            {
                findings.Add(Finding.Warning(
                    $"{device} was on \"{network.Text}\", an isolated network ({network.Type}), and the entry \"{entry.Key}\" maps it to {target.Text}",
                    "the isolated network is joined with others and may reach outside networks",
                    $"Add a separate entry to networks, such as \"type:{network.Type}\", or --network").As(FindingId.IsolatedNetwork).At(about));
            }
        }

        if (target is { Bridge: not null, Vlan: not null, VirtualPort: null })
        {
            // https://libvirt.org/formatdomain.html#setting-vlan-tag-on-supported-network-types-only
            findings.Add(Finding.Warning(
                $"{device} is tagged with VLAN {target.Vlan} on {target.Bridge}, which is not marked as an Open vSwitch",
                "before version 11.0, libvirt does not start the domain",
                $"Map the network to the VLAN's own bridge, such as {target.Bridge}.{target.Vlan}, or add virtualport: openvswitch").At(about));
        }

        var isStatic = "static".Equals(addressType, StringComparison.OrdinalIgnoreCase);
        var usesStatic = address is not null && (isStatic || generatedAddress is null);
        var mac = usesStatic ? address : generatedAddress;
        if (mac is { IsMulticast: true } or { Value: 0 })
        {
            findings.Add(Finding.Warning(
                $"{device} has the address {mac}, which is not valid for a network card",
                "libvirt generates one",
                "Correct the address in the .vmx").At(usesStatic ? nameof(address) : nameof(generatedAddress)));
            mac = null;
        }

        var port = options.KeepNicNames ? CardOrder.Port(number, slots) : null;
        var model = Model(virtualDev, guest, options.Mode);
        if (model == Virtio && port is null)
        {
            // One that keeps its place sits on a PCI Express port, where LegacyNicsRule makes it transitional.
            model = guest.Drivers.VirtioModel ?? Virtio;
        }

        var nic = new NetworkInterface
        {
            VmxDevice = device,
            VmxNetwork = network.Name,
            VmxSource = network,
            VmxSlot = pciSlotNumber,
            Type = target.Bridge is not null ? "bridge" : target.Direct is not null ? "direct" : "network",
            Source = target.Bridge ?? target.Direct ?? target.Network ?? "default",
            PortGroup = target.PortGroup,
            Vlan = target.Vlan,
            VirtualPort = target.VirtualPort,
            Mac = mac,
            Model = model,
            Queues = model == Virtio && guest.Drivers.Virtio == VirtioVersion.Modern && virtualDev == NicModel.Vmxnet3 && options.Mode == TranslationMode.Performance && vcpus.AtStart > 1
                ? Math.Min(vcpus.AtStart, MostQueues)
                : null,
            LinkDown = startConnected == false,
            BootOrder = boot.PlaceOf(device),
            Address = port is { } bus ? new PciAddress(bus, 0) : null,
        };
        return new Mapped<NetworkInterface>(nic, findings, VetoReason: null);
    }

    /// <summary>Windows from 2000 on came with a driver for the RTL8139; NT and those before had one for the PCnet.</summary>
    private static bool HasRtl8139(GuestSystem guest) =>
        guest.Family == GuestFamily.Windows
        && guest.OsInfo is not ("http://microsoft.com/winnt/4.0" or "http://microsoft.com/win/3.1" or "http://microsoft.com/win/95" or "http://microsoft.com/win/98");

    private static string Model(NicModel? was, GuestSystem guest, TranslationMode mode)
    {
        var hasVirtio = guest.Drivers.Has(VirtioDevices.Network);
        return (guest.Drivers.Hardware, mode, was) switch
        {
            (_, TranslationMode.Performance, _) when hasVirtio => Virtio,
            (HardwareAge.Old, _, NicModel.E1000 or NicModel.E1000e) => "e1000",
            (HardwareAge.Old, _, NicModel.Vmxnet or NicModel.Vmxnet2 or NicModel.Vmxnet3) when hasVirtio => Virtio,

            (HardwareAge.Old, _, _) when HasRtl8139(guest) => "rtl8139",

            // Linux has a driver of the E1000 since 2.4.20, and other systems of the nineties have one of the PCnet, as VMware's card is by default.
            (HardwareAge.Old, TranslationMode.Performance, _) or (HardwareAge.Old, _, not (null or NicModel.Vlance or NicModel.Flexible)) =>
                guest.Family == GuestFamily.Linux ? "e1000" : "pcnet",
            (HardwareAge.Old, _, _) => was is null && guest is { Family: GuestFamily.Linux, Bits: 64 } ? "e1000" : "pcnet",
            (_, _, NicModel.E1000) => "e1000",
            (_, _, NicModel.E1000e) => "e1000e",
            _ when !hasVirtio => "e1000e",
            (_, _, NicModel.Vlance or NicModel.Flexible) => "pcnet",

            // Without virtualDev, a card is a PCnet to a 32-bit guest and an E1000 to a 64-bit one.
            (_, _, null) => guest.Bits == 64 ? "e1000" : "pcnet",
            _ => Virtio,
        };
    }
}
