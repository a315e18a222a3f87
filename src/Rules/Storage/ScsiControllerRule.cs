using V2K.Rules.Annotations;
using V2K.Rules.Model;

namespace V2K.Rules.Storage;

/// <summary>SCSI controllers, by which fidelity mode chooses their counterparts.</summary>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0.virtualDev = "lsisas1068"
/// scsi0:0.present = "TRUE"
/// scsi0:0.fileName = "web01.vmdk"
/// --mode=fidelity
/// →
/// &lt;controller type='scsi' index='0' model='lsisas1068'/&gt;
/// </example>
[Rule(nameof(Facts.ScsiControllers), Topic.Storage)]
[ForEach("scsi#", 0, 3)]
public static class ScsiControllerRule
{
    public static ScsiController? Map(
        [Index] int number,
        [Vmx(".present")] bool? present,
        [Vmx(".virtualDev")] ScsiModel virtualDev = ScsiModel.LsiLogic) =>
        present == true ? new ScsiController(number, virtualDev) : null;
}
