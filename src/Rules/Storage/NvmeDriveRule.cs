using V2K.Rules.Annotations;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>Drives on NVMe controllers.</summary>
/// <example>
/// nvme0.present = "TRUE"
/// nvme0:0.present = "TRUE"
/// nvme0:0.fileName = "db01.vmdk"
/// →
/// &lt;disk type='file' device='disk'&gt;&lt;target dev='vda' bus='virtio'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Facts.Drives), Topic.Storage)]
[ForEach("nvme#:#", 0, 3, 0, 63)]
public static class NvmeDriveRule
{
    public static Mapped<Drive> Map(
        [Index(0)] int controller,
        [Index(1)] int unit,
        [Vmx("nvme#.present")] bool? controllerPresent,
        [Vmx("nvme#.sharedBus")] string? sharedBus,
        [Vmx(".present")] bool? present,
        [Vmx(".deviceType")] DriveType? deviceType,
        [Vmx(".fileName")] string? fileName,
        [Vmx(".mode")] DriveMode? mode,
        [Vmx(".startConnected")] bool? startConnected,
        [Vmx(".writeThrough")] bool? writeThrough,
        [Vmx(".sharing")] string? sharing,
        [Vmx(".virtualSSD")] bool? virtualSsd,
        [Vmx("sched.nvme#:#.throughputCap")] string? throughputCap,
        [Vmx("sched.nvme#:#.bandwidthCap")] string? bandwidthCap)
    {
        if (present != true || controllerPresent != true)
        {
            return DriveSettings.NotPresent($"nvme{controller}:{unit}", present, controllerPresent, deviceType, fileName, nameof(fileName));
        }

        var drive = new Drive
        {
            Bus = DriveBus.Nvme,
            Controller = controller,
            Unit = unit,
            WriteThrough = writeThrough == true,
            Shared = DriveSettings.IsShared(sharing, sharedBus),
            SolidState = virtualSsd == true,
            IoTune = DriveSettings.Cap(throughputCap, bandwidthCap),
        };
        return DriveSettings.Describe(drive, deviceType, fileName, mode, startConnected ?? true, nameof(deviceType), nameof(fileName));
    }
}
