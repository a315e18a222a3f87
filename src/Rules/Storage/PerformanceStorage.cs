using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>
/// Disks as KVM administrators attach them: virtio, past the host's page cache, with the guest's discards freeing space in
/// the image. What hung on a controller of its own in VMware, to be served beside the rest, has an I/O thread of its own.
/// </summary>
internal static class PerformanceStorage
{
    /// <summary>
    /// Above this many disks virtio-scsi carries them, on as many controllers as VMware had, where virtio-blk would take a PCI
    /// Express port each.
    /// </summary>
    private const int MostVirtioBlk = 8;

    /// <param name="drives">The drives, the one to boot from first.</param>
    /// <param name="guest">What the guest drives: virtio-blk or virtio-scsi at least.</param>
    internal static StoragePlan Plan(IReadOnlyList<Drive> drives, GuestDrivers guest)
    {
        var hardDisks = drives.Count(d => d.Device == DiskDevice.Disk);
        // Clusters fence each other with SCSI reservations, which virtio-blk does not have.
        var scsi = guest.Has(VirtioDevices.Scsi) && (hardDisks > MostVirtioBlk || drives.Any(d => d.Shared) || !guest.Has(VirtioDevices.Block));
        var names = new TargetNames();

        // Counted as they come, the boot disk's first: libvirt would fill gaps with controllers of another model.
        var controllers = drives.Where(d => d.Device == DiskDevice.Disk).Select(d => (d.Bus, d.Controller)).Distinct().ToList();
        var units = new int[controllers.Count];
        var disks = drives.Select(drive =>
        {
            var controller = controllers.IndexOf((drive.Bus, drive.Controller));
            return drive.Device switch
            {
                DiskDevice.Disk when scsi => HardDisk(drive, Disks.Attach(drive, DiskBus.Scsi, names)) with { Address = new(controller, 0, units[controller]++) },
                DiskDevice.Disk => HardDisk(drive, Disks.AttachVirtio(drive, guest, names)) with { IoThread = controller + 1 },
                DiskDevice.Floppy => Disks.Attach(drive, DiskBus.Fdc, names),
                _ => Disks.Attach(drive, DiskBus.Sata, names),
            };
        }).ToList();

        return new StoragePlan(
            disks,
            scsi ? [.. controllers.Select((_, index) => new Controller("scsi", index, Disks.ScsiModel(guest)) { IoThread = index + 1 })] : [],
            controllers.Count > 0 ? controllers.Count : null);
    }

    private static Disk HardDisk(Drive drive, Disk disk) => disk with
    {
        // io='native' needs a cache mode that bypasses the page cache.
        Cache = drive.WriteThrough ? "directsync" : "none",
        Io = "native",
        Discard = "unmap",
    };
}
