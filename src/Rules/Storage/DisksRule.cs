using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>The disks of the domain, as the storage plan attaches them.</summary>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// scsi0:10.present = "TRUE"
/// scsi0:10.fileName = "web01_2.vmdk"
/// scsi0:2.present = "TRUE"
/// scsi0:2.fileName = "web01_1.vmdk"
/// bios.hddOrder = "scsi0:2"
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vda' bus='virtio'/&gt;&lt;/disk&gt;
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vdb' bus='virtio'/&gt;&lt;/disk&gt;
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vdc' bus='virtio'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Domain.Disks), Topic.Storage)]
public static class DisksRule
{
    public static IReadOnlyList<Disk> Map([From(nameof(Facts.Storage))] StoragePlan storage) => storage.Disks;
}
