using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>Drives on SCSI controllers.</summary>
/// <example>
/// scsi0.present = "TRUE"
/// scsi0:0.present = "TRUE"
/// scsi0:0.deviceType = "scsi-hardDisk"
/// scsi0:0.fileName = "web01.vmdk"
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vda' bus='virtio'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Facts.Drives), Topic.Storage)]
[ForEach("scsi#:#", 0, 3, 0, 64)]
public static class ScsiDriveRule
{
    public static Mapped<Drive> Map(
        [Index(0)] int controller,
        [Index(1)] int unit,
        [Vmx("scsi#.present")] bool? controllerPresent,
        [Vmx("scsi#.sharedBus")] string? sharedBus,
        [Vmx(".present")] bool? present,
        [Vmx(".deviceType")] DriveType? deviceType,
        [Vmx(".fileName")] string? fileName,
        [Vmx(".mode")] DriveMode? mode,
        [Vmx(".startConnected")] bool? startConnected,
        [Vmx(".writeThrough")] bool? writeThrough,
        [Vmx(".sharing")] string? sharing,
        [Vmx(".shared")] bool? shared,
        [Vmx(".virtualSSD")] bool? virtualSsd,
        [Vmx("sched.scsi#:#.throughputCap")] string? throughputCap,
        [Vmx("sched.scsi#:#.bandwidthCap")] string? bandwidthCap)
    {
        if (present != true || controllerPresent != true)
        {
            return DriveSettings.NotPresent($"scsi{controller}:{unit}", present, controllerPresent, deviceType, fileName, nameof(fileName));
        }

        var drive = new Drive
        {
            Bus = DriveBus.Scsi,
            Controller = controller,
            Unit = unit,
            WriteThrough = writeThrough == true,
            Shared = shared == true || DriveSettings.IsShared(sharing, sharedBus),
            SolidState = virtualSsd == true,
            IoTune = DriveSettings.Cap(throughputCap, bandwidthCap),
        };
        return DriveSettings.Describe(drive, deviceType, fileName, mode, startConnected ?? true, nameof(deviceType), nameof(fileName));
    }
}
