using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>Drives on SATA controllers; an optical drive keeps its place on the bus, empty or not.</summary>
/// <example>
/// sata0.present = "TRUE"
/// sata0:0.present = "TRUE"
/// sata0:0.deviceType = "cdrom-raw"
/// sata0:0.fileName = "/vmfs/devices/cdrom/mpx.vmhba0:C0:T4:L0"
/// →
/// &lt;disk type='file' device='cdrom'&gt;&lt;target dev='sda' bus='sata'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Facts.Drives), Topic.Storage)]
[ForEach("sata#:#", 0, 3, 0, 29)]
public static class SataDriveRule
{
    public static Mapped<Drive> Map(
        [Index(0)] int controller,
        [Index(1)] int unit,
        [Vmx("sata#.present")] bool? controllerPresent,
        [Vmx(".present")] bool? present,
        [Vmx(".deviceType")] DriveType? deviceType,
        [Vmx(".fileName")] string? fileName,
        [Vmx(".mode")] DriveMode? mode,
        [Vmx(".startConnected")] bool? startConnected,
        [Vmx(".writeThrough")] bool? writeThrough,
        [Vmx(".sharing")] string? sharing,
        [Vmx(".virtualSSD")] bool? virtualSsd,
        [Vmx("sched.sata#:#.throughputCap")] string? throughputCap,
        [Vmx("sched.sata#:#.bandwidthCap")] string? bandwidthCap)
    {
        if (present != true || controllerPresent != true)
        {
            return DriveSettings.NotPresent($"sata{controller}:{unit}", present, controllerPresent, deviceType, fileName, nameof(fileName));
        }

        var drive = new Drive
        {
            Bus = DriveBus.Sata,
            Controller = controller,
            Unit = unit,
            WriteThrough = writeThrough == true,
            Shared = DriveSettings.IsShared(sharing, sharedBus: null),
            SolidState = virtualSsd == true,
            IoTune = DriveSettings.Cap(throughputCap, bandwidthCap),
        };
        return DriveSettings.Describe(drive, deviceType, fileName, mode, startConnected ?? true, nameof(deviceType), nameof(fileName));
    }
}
