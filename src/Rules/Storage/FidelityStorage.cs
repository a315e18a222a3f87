using V2K.Rules.Findings;
using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>Disks where VMware had them: controllers of the same model, or the nearest, and the same units.</summary>
internal static class FidelityStorage
{
    /// <summary>QEMU's LSI adapters: lsi53c895a takes the IDs 0 to 6, mptsas1068 has eight ports.</summary>
    private const int MostLsiLogic = 6;
    private const int MostLsiSas = 7;

    private const int SataPorts = FreePorts.SataPorts;

    private static readonly DriveAddress[] IdePlaces =
        [.. Enumerable.Range(0, 4).Select(place => new DriveAddress(Controller: 0, Target: 0, place % 2, Bus: place / 2))];

    /// <param name="drives">The drives, the one to boot from first.</param>
    /// <param name="controllers">The SCSI controllers.</param>
    /// <param name="os">The machine, which may or may not have IDE.</param>
    /// <param name="system">The guest, which may have no driver to start from what a controller becomes.</param>
    /// <param name="keepsControllers">False for a guest that only lacks virtio drivers: plain SATA or IDE serves it better.</param>
    /// <param name="findings">Receives what could not stay as it was.</param>
    internal static StoragePlan Plan(
        IReadOnlyList<Drive> drives,
        IReadOnlyList<ScsiController> controllers,
        DomainOs os,
        GuestSystem system,
        bool keepsControllers,
        List<Finding> findings)
    {
        var guest = system.Drivers;
        var hasIde = os.Machine is "pc";

        // Windows since Vista starts from AHCI; whether it does from IDE, only its registry says, and then its hardware is old.
        var hasIdeDriver = system.Family != GuestFamily.Windows || guest.Hardware == HardwareAge.Old;
        var scsi = keepsControllers ? Scsi(drives, controllers, system, findings) : [];
        var names = new TargetNames();
        var disks = new List<Disk>();
        var freeIde = new Queue<DriveAddress>(IdePlaces.Where(place =>
            !keepsControllers || !drives.Any(d => d.Bus == DriveBus.Ide && d.Controller == place.Bus && d.Unit == place.Unit)));
        var keepsPorts = drives.All(d => d.Bus == DriveBus.Sata ? d.Unit < SataPorts : d.Bus is DriveBus.Scsi or DriveBus.Floppy || hasIde);
        var free = new FreePorts(drives.Where(d => keepsControllers && keepsPorts && d.Bus == DriveBus.Sata));
        foreach (var drive in drives)
        {
            var cache = drive.WriteThrough ? "writethrough" : null;
            var disk = drive.Bus switch
            {
                DriveBus.Floppy => Disks.Attach(drive, DiskBus.Fdc, names),
                DriveBus.Scsi when scsi.ContainsKey(drive.Controller) => Disks.Attach(drive, DiskBus.Scsi, names) with { Address = ScsiAddress(drive, scsi) },

                // What was paravirtual, or on a controller that QEMU does not have, becomes virtio where the guest has no virtio-scsi.
                DriveBus.Scsi or DriveBus.Nvme when keepsControllers && drive.Device == DiskDevice.Disk && guest.Has(VirtioDevices.Block) => Disks.AttachVirtio(drive, guest, names),
                DriveBus.Ide when hasIde && keepsControllers => Disks.Attach(drive, DiskBus.Ide, names) with
                {
                    Address = new(Controller: 0, Target: 0, drive.Unit, Bus: drive.Controller),
                },
                DriveBus.Sata when keepsPorts && keepsControllers => Disks.Attach(drive, DiskBus.Sata, names) with
                {
                    Address = new(drive.Controller, Target: 0, drive.Unit),
                },
                _ when hasIde && hasIdeDriver && (!keepsControllers || drive.Bus is DriveBus.Scsi or DriveBus.Nvme) && freeIde.TryDequeue(out var place) =>
                    Disks.Attach(drive, DiskBus.Ide, names) with { Address = place },
                _ => Disks.Attach(drive, DiskBus.Sata, names) with { Address = free.Next() },
            };
            disks.Add(disk with { Cache = cache });
        }

        foreach (var drive in drives.Where(d => d.Bus == DriveBus.Nvme && keepsControllers))
        {
            findings.Add(Finding.Info(
                $"{drive.VmxDevice} is an NVMe disk, which libvirt does not emulate",
                guest.Has(VirtioDevices.Block) ? "the guest sees a virtio disk instead" : $"the guest sees {(hasIde ? "an IDE" : "a SATA")} disk instead",
                "No action is needed: fidelity keeps paravirtual devices paravirtual"));
        }

        return new StoragePlan(disks, [.. scsi.Values], IoThreads: null);
    }

    private static SortedDictionary<int, Controller> Scsi(
        IReadOnlyList<Drive> drives, IReadOnlyList<ScsiController> controllers, GuestSystem system, List<Finding> findings)
    {
        var guest = system.Drivers;
        var result = new SortedDictionary<int, Controller>();
        foreach (var controller in controllers)
        {
            var units = drives.Where(d => d.Bus == DriveBus.Scsi && d.Controller == controller.Number).Select(d => d.Unit).ToList();
            var highest = units.Count == 0 ? 0 : units.Max();
            var model = controller.Model switch
            {
                ScsiModel.LsiSas when highest <= MostLsiSas => "lsisas1068",

                // QEMU's is a 53C895A, which is not VMware's chip: Windows has no driver for it that starts at boot.
                ScsiModel.LsiLogic or ScsiModel.BusLogic when highest <= MostLsiLogic && system.Family != GuestFamily.Windows => "lsilogic",
                _ => guest.Has(VirtioDevices.Scsi) ? Disks.ScsiModel(guest) : null,
            };
            var seen = model switch
            {
                "lsisas1068" or "lsilogic" => model,
                null => guest.Has(VirtioDevices.Block) ? "virtio disks" : "IDE or SATA disks",
                _ => "virtio-scsi",
            };
            if (model is not null)
            {
                result.Add(controller.Number, new Controller("scsi", controller.Number, model));
            }

            if (controller.Model == ScsiModel.BusLogic)
            {
                findings.Add(Finding.Warning(
                    $"scsi{controller.Number} is a BusLogic controller, which QEMU does not emulate",
                    $"the guest sees {seen} instead, and needs a driver for that to boot",
                    "Check that the guest has the driver, or use --mode=performance"));
            }
            else if (system.Family == GuestFamily.Windows && controller.Model == ScsiModel.LsiLogic)
            {
                findings.Add(Finding.Info(
                    $"scsi{controller.Number} is an LSI Logic controller, and QEMU emulates another chip, for which Windows has no boot driver",
                    $"the guest sees {seen} instead",
                    "Nothing"));
            }
            else if (model is not ("lsisas1068" or "lsilogic") && controller.Model != ScsiModel.Paravirtual)
            {
                findings.Add(Finding.Warning(
                    $"scsi{controller.Number} has a disk at unit {highest}, more than QEMU's model of the controller supports",
                    $"the guest sees {seen} instead",
                    "Check that the guest has virtio drivers"));
            }
        }

        return result;
    }

    private static DriveAddress ScsiAddress(Drive drive, SortedDictionary<int, Controller> scsi) =>
        // lsi53c895a counts SCSI IDs in units; the others in targets, as VMware does.
        scsi[drive.Controller].Model is "lsilogic"
            ? new(drive.Controller, Target: 0, drive.Unit)
            : new(drive.Controller, drive.Unit, Unit: 0);
}
