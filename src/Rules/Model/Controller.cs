namespace V2K.Rules.Model;

/// <summary>A controller that libvirt would not add by itself, or not so.</summary>
/// <param name="Type"><c>scsi</c>, <c>pci</c>, <c>usb</c>, …</param>
/// <param name="Index">Its number among controllers of its type.</param>
/// <param name="Model">libvirt's model, such as <c>virtio-scsi</c> or <c>pcie-root-port</c>.</param>
public sealed record Controller(string Type, int Index, string? Model = null)
{
    /// <summary>The one device it is there for, such as <c>ethernet0</c>; null for a controller of several.</summary>
    public string? VmxDevice { get; init; }

    /// <summary>The I/O thread that serves it, counted from 1.</summary>
    public int? IoThread { get; init; }

    /// <summary>Whether the element has children.</summary>
    public bool HasParts => IoThread is not null;
}

/// <summary>A place on the guest's PCI buses.</summary>
/// <param name="Bus">The index of the PCI controller whose bus it is.</param>
/// <param name="Slot">0 to 31.</param>
/// <param name="Function">0 to 7.</param>
public sealed record PciAddress(int Bus, int Slot, int Function = 0);

/// <summary>A device of the host, given to the guest whole.</summary>
/// <param name="Domain">The host's PCI domain.</param>
/// <param name="Bus">The host's bus.</param>
/// <param name="Slot">The host's slot.</param>
/// <param name="Function">The host's function.</param>
public sealed record HostDevice(int Domain, int Bus, int Slot, int Function);

/// <summary>A property that QEMU has and libvirt has no element for.</summary>
/// <param name="Driver">QEMU's name of the device type, such as <c>ICH9-LPC</c>.</param>
/// <param name="Property">The property.</param>
/// <param name="Value">Its value.</param>
public sealed record QemuGlobal(string Driver, string Property, string Value);

/// <summary>A property of one device that QEMU has and libvirt has no element for; libvirt 8.2 or later.</summary>
/// <param name="Alias">libvirt's alias of the device, such as <c>pci.1</c>.</param>
/// <param name="Property">The property.</param>
/// <param name="Value">Its value, an unsigned number.</param>
public sealed record QemuProperty(string Alias, string Property, long Value)
{
    /// <summary>The VMware device it is set for, such as <c>ethernet0</c>.</summary>
    public string? VmxDevice { get; init; }
}
