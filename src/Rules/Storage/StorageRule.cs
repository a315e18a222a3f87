using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>
/// Decides how drives are attached. Performance: virtio-blk for few disks, virtio-scsi for many or shared ones, SATA for
/// optical drives. Fidelity: controllers and units as they were. A guest that may not know virtio 1.0 gets transitional devices. Either way the
/// disk to boot from comes first.
/// </summary>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0.virtualDev = "pvscsi"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;driver name='qemu' cache='none' io='native' discard='unmap' iothread='1'/&gt;&lt;target dev='vda' bus='virtio'/&gt;&lt;/disk&gt;
/// </example>
/// <example>
/// guestOS = "centos6-64"
/// scsi0.present = "TRUE"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// →
/// &lt;disk type='file' device='disk' model='virtio-transitional'&gt;&lt;target dev='vda' bus='virtio'/&gt;&lt;/disk&gt;
/// </example>
/// <example>
/// scsi1.present = "TRUE"
/// scsi1.virtualDev = "pvscsi"
/// scsi1:3.present = "TRUE"
/// scsi1:3.fileName = "web01.vmdk"
/// --mode=fidelity
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='sda' bus='scsi'/&gt;&lt;address type='drive' controller='1' bus='0' target='3' unit='0'/&gt;&lt;/disk&gt;
/// &lt;controller type='scsi' index='1' model='virtio-scsi'/&gt;
/// </example>
[Rule(nameof(Facts.Storage), Topic.Storage)]
public static class StorageRule
{
    public static Mapped<StoragePlan> Map(
        [From(nameof(Facts.Drives))] IReadOnlyList<Drive> drives,
        [From(nameof(Facts.ScsiControllers))] IReadOnlyList<ScsiController> controllers,
        [From(nameof(Facts.Guest))] GuestSystem guest,
        [From(nameof(Facts.Boot))] BootSequence boot,
        [From(nameof(Domain.Os))] DomainOs os,
        TranslationOptions options,
        [Vmx("disk.EnableUUID")] bool showsUuids = false)
    {
        var findings = new List<Finding>();
        var ordered = InBootOrder(drives, boot, findings);
        if (!ordered.Exists(d => d.Device == DiskDevice.Disk))
        {
            // Whatever the reason: a line that does not say what it means, or a VM that boots from the network.
            findings.Add(Finding.Warning(
                "the VM has no disk",
                "the guest can boot only from the network or an optical drive",
                "No action is needed if the VM never had one; otherwise check present and fileName of the disk and present of its controller in the .vmx").As(FindingId.NoDisk));
        }

        foreach (var drive in ordered.Where(d => d.Shared))
        {
            findings.Add(Finding.Warning(
                $"the disk {drive.VmxDevice} is shared with other VMs",
                "it becomes a raw image in any case, because two writers corrupt a qcow2 image",
                "Convert it with one VM only, and use that file or device in every domain of the cluster").As(FindingId.SharedDisk) with
            { Key = drive.VmxDevice + ".sharing" });
        }

        if (options.Mode == TranslationMode.Performance && !guest.Drivers.HasDisks && guest.Family != GuestFamily.Windows)
        {
            findings.Add(Finding.Warning(
                "the guest is too old for virtio, or has no drivers for it",
                $"its disks are attached by {(os.Machine is "pc" ? "IDE" : "SATA")}, and their names in the guest may change",
                "Check fstab and the boot loader, or use --mode=fidelity to keep SCSI controllers").As(FindingId.UnsupportedGuest));
        }

        var plan = options.Mode == TranslationMode.Performance && guest.Drivers.HasDisks
            ? PerformanceStorage.Plan(ordered, guest.Drivers)
            : FidelityStorage.Plan(ordered, controllers, os, guest, keepsControllers: options.Mode == TranslationMode.Fidelity, findings);
        plan = plan with { Disks = WithBootOrder(ImpliedAddresses.LeaveOut(plan.Disks), boot) };
        plan = showsUuids ? plan with { Disks = [.. plan.Disks.Select(disk => disk with { ShowsUuid = disk.Device == DiskDevice.Disk })] } : plan;
        return new Mapped<StoragePlan>(plan, findings, VetoReason: null);
    }

    private static List<Drive> InBootOrder(IReadOnlyList<Drive> drives, BootSequence boot, List<Finding> findings)
    {
        List<Drive> ordered = [.. drives.OrderBy(d => d.Bus).ThenBy(d => d.Controller).ThenBy(d => d.Unit)];
        var disks = ordered.FindAll(d => d.Device == DiskDevice.Disk);
        var chosen = disks.Find(d => d.VmxDevice.Equals(boot.Disk, StringComparison.OrdinalIgnoreCase));
        if (chosen is null && disks.Select(d => d.Bus).Distinct().Count() > 1)
        {
            findings.Add(Finding.Info(
                $"there are disks on several types of controller, and {disks[0].VmxDevice} is assumed to be the boot disk",
                "the guest does not boot if the boot disk is another one",
                "Set bios.hddOrder in the .vmx to the disk to boot from, such as \"ide0:0\""));
        }

        if ((chosen ?? disks.FirstOrDefault()) is { } first)
        {
            ordered.Remove(first);
            ordered.Insert(0, first);
        }

        return ordered;
    }

    private static List<Disk> WithBootOrder(IReadOnlyList<Disk> disks, BootSequence boot)
    {
        var result = disks.ToList();
        foreach (var (device, name, most) in new[] { (DiskDevice.Disk, "hdd", boot.DisksInOrder), (DiskDevice.Cdrom, "cdrom", 1), (DiskDevice.Floppy, "floppy", 1) })
        {
            var place = boot.PlaceOf(name);
            for (var (i, count) = (0, 0); i < result.Count && count < most; i++)
            {
                if (result[i].Device == device)
                {
                    result[i] = result[i] with { BootOrder = place + count++ };
                }
            }
        }

        return result;
    }
}
