using V2K.Rules.Model;

namespace V2K.Engine.Guests;

/// <summary>The machine that a guest will find itself on under KVM.</summary>
/// <param name="IsUefi">UEFI, not BIOS.</param>
/// <param name="Buses">What its disks are attached to.</param>
/// <param name="Cards">Its network cards, in the order in which the guest will find them.</param>
public sealed record GuestMachine(bool IsUefi, IReadOnlySet<DiskBus> Buses, IReadOnlyList<NetworkCard> Cards)
{
    private const string VirtioScsi = "virtio_scsi";

    /// <summary>The kernel modules of its SCSI controllers that have disks.</summary>
    public IReadOnlyList<string> ScsiDrivers { get; init; } = [VirtioScsi];

    /// <summary>The machine that <paramref name="domain"/> describes.</summary>
    public static GuestMachine Of(Domain domain)
    {
        var disks = domain.Disks.Where(disk => disk.IsConverted).ToList();
        return new GuestMachine(
            domain.Os.Uefi is not null,
            disks.Select(disk => disk.Bus).ToHashSet(),
            [.. domain.Interfaces.Select(nic => new NetworkCard(nic.Mac, nic.VmxSlot, nic.Model == "virtio-transitional" ? "virtio" : nic.Model, KeepsName: nic.Address is not null))])
        {
            ScsiDrivers =
            [
                .. disks.Where(disk => disk.Bus == DiskBus.Scsi)
                    .Select(disk => ScsiDriver(domain.Controllers.FirstOrDefault(one => one.Type == "scsi" && one.Index == (disk.Address?.Controller ?? 0))?.Model))
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The kernel modules that find its disks and cards, with virtio's in any case.</summary>
    public IReadOnlyList<string> Drivers
    {
        get
        {
            // virtio_mmio, balloon and the like are for later, when the root file system is there.
            List<string> drivers = ["virtio_pci", "virtio_blk", VirtioScsi, "virtio_net"];
            drivers.AddRange(DiskDrivers.Except(drivers, StringComparer.Ordinal));
            drivers.AddRange(Cards.Select(card => card.Driver).Except(drivers, StringComparer.Ordinal).Distinct(StringComparer.Ordinal));
            return drivers;
        }
    }

    /// <summary>Those of <see cref="Drivers"/> without which the guest's disks are not there.</summary>
    public IReadOnlyList<string> DiskDrivers => [.. Buses.Order().SelectMany(DriversOf).Distinct(StringComparer.Ordinal)];

    private IEnumerable<string> DriversOf(DiskBus bus) => bus switch
    {
        DiskBus.Virtio => ["virtio_pci", "virtio_blk"],
        DiskBus.Scsi when ScsiDrivers.Contains(VirtioScsi, StringComparer.Ordinal) => ["virtio_pci", .. ScsiDrivers, "sd_mod"],
        DiskBus.Scsi => [.. ScsiDrivers, "sd_mod"],
        DiskBus.Sata => ["ahci", "sd_mod"],
        DiskBus.Ide => ["ata_piix", "sd_mod"],
        _ => [],
    };

    /// <summary>QEMU's LSI Logic is another chip than VMware's, with another driver.</summary>
    private static string ScsiDriver(string? model) => model switch
    {
        "lsilogic" => "sym53c8xx",
        "lsisas1068" => "mptsas",
        _ => VirtioScsi,
    };
}

/// <summary>A network card under KVM.</summary>
/// <param name="Mac">Its address; null where libvirt generates one.</param>
/// <param name="VmwareSlot">Its <c>pciSlotNumber</c> in VMware; null where unknown.</param>
/// <param name="Model">libvirt's name for the card; a transitional virtio card is a virtio card to the guest.</param>
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
