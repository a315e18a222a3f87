namespace V2K.Rules.Model;

/// <summary>A controller that libvirt would not add by itself, or not so.</summary>
/// <param name="Type"><c>scsi</c>, <c>pci</c>, <c>usb</c>, …</param>
/// <param name="Index">Its number among controllers of its type.</param>
/// <param name="Model">libvirt's model, such as <c>virtio-scsi</c> or <c>pcie-root-port</c>.</param>
public sealed record Controller(string Type, int Index, string? Model = null)
{
    /// <summary>The I/O thread that serves it, counted from 1.</summary>
    public int? IoThread { get; init; }

    /// <summary>The number that a PCI Express slot tells the guest: what NIC names such as <c>ens192</c> are made of.</summary>
    public int? Chassis { get; init; }

    /// <summary>Where it sits; null where libvirt's own choice serves.</summary>
    public PciAddress? Address { get; init; }

    /// <summary>Whether the element has children.</summary>
    public bool HasParts => IoThread is not null || Chassis is not null || Address is not null;
}

/// <summary>A place on the guest's PCI buses.</summary>
/// <param name="Bus">The index of the PCI controller whose bus it is.</param>
/// <param name="Slot">0 to 31.</param>
/// <param name="Function">0 to 7.</param>
/// <param name="MultiFunction">Whether more functions share the slot; stands on function 0.</param>
public sealed record PciAddress(int Bus, int Slot, int Function = 0, bool MultiFunction = false);

/// <summary>A device of the host, given to the guest whole.</summary>
/// <param name="Domain">The host's PCI domain.</param>
/// <param name="Bus">The host's bus.</param>
/// <param name="Slot">The host's slot.</param>
/// <param name="Function">The host's function.</param>
public sealed record HostDevice(int Domain, int Bus, int Slot, int Function);

/// <summary>A global property of QEMU's devices (<c>-global driver.property=value</c>).</summary>
/// <param name="Driver">QEMU's name of the device, such as <c>ICH9-LPC</c>.</param>
/// <param name="Property">The property.</param>
/// <param name="Value">Its value.</param>
public sealed record QemuGlobal(string Driver, string Property, string Value);
