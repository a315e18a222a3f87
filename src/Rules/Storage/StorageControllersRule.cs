using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>The controllers of disks that libvirt would choose otherwise.</summary>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0.virtualDev = "lsilogic"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// --mode=fidelity
/// →
/// &lt;controller type='scsi' index='0' model='lsilogic'/&gt;
/// </example>
[Rule(nameof(Domain.Controllers), Topic.Storage, Part = "storage")]
public static class StorageControllersRule
{
    public static IReadOnlyList<Controller> Map([From(nameof(Facts.Storage))] StoragePlan storage) => storage.Controllers;
}
