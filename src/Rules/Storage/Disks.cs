using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>What a drive carries over to a disk, whatever bus it goes to.</summary>
internal static class Disks
{
    /// <summary>A disk on virtio-blk, of the kind that the guest drives.</summary>
    internal static Disk AttachVirtio(Drive drive, GuestDrivers guest, TargetNames names) =>
        Attach(drive, DiskBus.Virtio, names) with { Model = guest.VirtioModel };

    /// <summary>libvirt's model of a virtio-scsi controller that the guest drives.</summary>
    internal static string ScsiModel(GuestDrivers guest) => guest.VirtioModel ?? "virtio-scsi";

    internal static Disk Attach(Drive drive, DiskBus bus, TargetNames names) => new()
    {
        VmxDevice = drive.VmxDevice,
        VmxFileName = drive.FileName,
        Device = drive.Device,
        Bus = bus,
        Target = names.Next(bus),
        Shareable = drive.Shared,
        Transient = drive.NonPersistent,
        SolidState = drive.SolidState,
        IoTune = drive.IoTune,
    };
}

/// <summary>Gives disks their names: <c>vda</c>, <c>vdb</c>, … <c>vdz</c>, <c>vdaa</c>; SCSI and SATA share <c>sd</c>.</summary>
internal sealed class TargetNames
{
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);

    internal string Next(DiskBus bus)
    {
        var prefix = bus switch
        {
            DiskBus.Virtio => "vd",
            DiskBus.Ide => "hd",
            DiskBus.Fdc => "fd",
            _ => "sd",
        };
        var index = _used.GetValueOrDefault(prefix);
        _used[prefix] = index + 1;
        return prefix + Letters(index);
    }

    /// <summary>a … z, aa … zz: numbers in base 26 without a zero.</summary>
    private static string Letters(int index) =>
        (index < 26 ? "" : Letters((index / 26) - 1)) + (char)('a' + (index % 26));
}
