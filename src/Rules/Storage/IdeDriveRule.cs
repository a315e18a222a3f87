using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>Drives on the two IDE channels, which a VMware machine always has. The <c>q35</c> machine has none: they move to SATA there.</summary>
/// <example>
/// ide0:0.present = "TRUE"
/// ide0:0.deviceType = "ata-hardDisk"
/// ide0:0.fileName = "old01.vmdk"
/// --mode=fidelity
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='hda' bus='ide'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Facts.Drives), Topic.Storage)]
[ForEach("ide#:#", 0, 1, 0, 1)]
public static class IdeDriveRule
{
    public static Mapped<Drive> Map(
        [Index(0)] int controller,
        [Index(1)] int unit,
        [Vmx(".present")] bool? present,
        [Vmx(".deviceType")] DriveType? deviceType,
        [Vmx(".fileName")] string? fileName,
        [Vmx(".mode")] DriveMode? mode,
        [Vmx(".startConnected")] bool? startConnected,
        [Vmx(".writeThrough")] bool? writeThrough,
        [Vmx(".sharing")] string? sharing,
        [Vmx(".virtualSSD")] bool? virtualSsd,
        [Vmx("sched.ide#:#.throughputCap")] string? throughputCap,
        [Vmx("sched.ide#:#.bandwidthCap")] string? bandwidthCap)
    {
        if (present != true)
        {
            return DriveSettings.NotPresent($"ide{controller}:{unit}", present, controller: true, deviceType, fileName, nameof(fileName));
        }

        var drive = new Drive
        {
            Bus = DriveBus.Ide,
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
