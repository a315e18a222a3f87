using V2K.Rules.Model;

namespace V2K.Engine.Guests;

/// <summary>The machine that a guest will find itself on under KVM.</summary>
/// <param name="IsUefi">UEFI, not BIOS.</param>
/// <param name="Buses">What its disks are attached to.</param>
/// <param name="Cards">Its network cards, in the order in which the guest will find them.</param>
public sealed record GuestMachine(bool IsUefi, IReadOnlySet<DiskBus> Buses, IReadOnlyList<NetworkCard> Cards)
{
    /// <summary>The machine that <paramref name="domain"/> describes.</summary>
    public static GuestMachine Of(Domain domain) => new(
        domain.Os.Uefi is not null,
        domain.Disks.Where(disk => disk.IsConverted).Select(disk => disk.Bus).ToHashSet(),
        [.. domain.Interfaces.Select(nic => new NetworkCard(nic.Mac, nic.VmxSlot, nic.Model, KeepsName: nic.Address is not null))]);

    /// <summary>The kernel modules that find its disks and cards, with virtio's in any case.</summary>
    public IReadOnlyList<string> Drivers
    {
        get
        {
            // virtio_mmio, balloon and the like are for later, when the root file system is there.
            List<string> drivers = ["virtio_pci", "virtio_blk", "virtio_scsi", "virtio_net"];
            if (Buses.Any(bus => bus is DiskBus.Scsi or DiskBus.Sata or DiskBus.Ide))
            {
                drivers.Add("sd_mod");
            }

            if (Buses.Contains(DiskBus.Sata))
            {
                drivers.Add("ahci");
            }

            if (Buses.Contains(DiskBus.Ide))
            {
                drivers.Add("ata_piix");
            }

            drivers.AddRange(Cards.Select(card => card.Driver).Except(drivers, StringComparer.Ordinal).Distinct(StringComparer.Ordinal));
            return drivers;
        }
    }

    /// <summary>Those of <see cref="Drivers"/> without which the guest's disks are not there.</summary>
    public IReadOnlyList<string> DiskDrivers =>
    [
        .. Buses.Contains(DiskBus.Virtio) ? ["virtio_pci", "virtio_blk"] : Array.Empty<string>(),
        .. Buses.Contains(DiskBus.Scsi) ? ["virtio_pci", "virtio_scsi", "sd_mod"] : Array.Empty<string>(),
        .. Buses.Contains(DiskBus.Sata) ? ["ahci", "sd_mod"] : Array.Empty<string>(),
        .. Buses.Contains(DiskBus.Ide) ? ["ata_piix", "sd_mod"] : Array.Empty<string>(),
    ];
}

/// <summary>A network card under KVM.</summary>
/// <param name="Mac">Its address; null where libvirt makes one up.</param>
/// <param name="VmwareSlot">Its <c>pciSlotNumber</c> in VMware; null where unknown.</param>
/// <param name="Model">libvirt's name for the card.</param>
/// <param name="KeepsName">It sits where the guest gives it the name it had, by itself.</param>
public sealed record NetworkCard(MacAddress? Mac, int? VmwareSlot, string Model, bool KeepsName)
{
    /// <summary>The Linux driver of the card.</summary>
    public string Driver => Model switch
    {
        "virtio" => "virtio_net",
        "pcnet" => "pcnet32",
        "rtl8139" => "8139cp",
        _ => Model,
    };
}
