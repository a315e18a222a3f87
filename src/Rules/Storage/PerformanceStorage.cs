using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>
/// Disks as KVM administrators attach them: virtio on an I/O thread of their own, past the host's page cache, with the
/// guest's discards freeing space in the image.
/// </summary>
internal static class PerformanceStorage
{
    /// <summary>
    /// Above this many disks virtio-scsi carries them all on one controller, where virtio-blk would take a PCI Express
    /// port each.
    /// </summary>
    private const int MostVirtioBlk = 8;

    internal static StoragePlan Plan(IReadOnlyList<Drive> drives)
    {
        var hardDisks = drives.Count(d => d.Device == DiskDevice.Disk);
        // Clusters fence each other with SCSI reservations, which virtio-blk does not have.
        var scsi = hardDisks > MostVirtioBlk || drives.Any(d => d.Shared);
        var names = new TargetNames();
        var units = 0;
        var disks = drives.Select(drive => drive.Device switch
        {
            DiskDevice.Disk when scsi => HardDisk(drive, DiskBus.Scsi, names) with { Address = new(0, 0, units++) },
            DiskDevice.Disk => HardDisk(drive, DiskBus.Virtio, names) with { IoThread = 1 },
            DiskDevice.Floppy => Disks.Attach(drive, DiskBus.Fdc, names),
            _ => Disks.Attach(drive, DiskBus.Sata, names),
        }).ToList();

        return new StoragePlan(
            disks,
            scsi ? [new Controller("scsi", 0, "virtio-scsi") { IoThread = 1 }] : [],
            hardDisks > 0 ? 1 : null);
    }

    private static Disk HardDisk(Drive drive, DiskBus bus, TargetNames names)
    {
        var disk = Disks.Attach(drive, bus, names);
        return disk with
        {
            // io='native' needs a cache mode that bypasses the page cache.
            Cache = drive.WriteThrough ? "directsync" : "none",
            Io = "native",
            Discard = "unmap",
        };
    }
}
