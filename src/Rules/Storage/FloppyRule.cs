using V2K.Rules.Annotations;
using V2K.Rules.Devices;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>Floppy drives, with their image where they have one.</summary>
/// <example>
/// floppy0.present = "TRUE"
/// floppy0.fileType = "file"
/// floppy0.fileName = "drivers.flp"
/// →
/// &lt;disk type='file' device='floppy'&gt;&lt;target dev='fda' bus='fdc'/&gt;&lt;/disk&gt;
/// </example>
[Rule(nameof(Facts.Drives), Topic.Storage)]
[ForEach("floppy#", 0, 1)]
public static class FloppyRule
{
    public static Mapped<Drive> Map(
        [Index] int unit,
        [Vmx(".present")] bool? present,
        [Vmx(".fileType")] string? fileType,
        [Vmx(".fileName")] string? fileName,
        [Vmx(".clientDevice")] bool? clientDevice,
        [Vmx(".startConnected")] bool? startConnected)
    {
        // floppy0 alone is there by default; VMware writes present = "FALSE" to be without. One that has no file is missed by nobody.
        if (present != true && !(present is null && unit == 0 && fileName is not null))
        {
            return AbsentDevice.Of<Drive>($"floppy{unit}", "floppy drive", present, Severity.Info, (fileName, nameof(fileName)));
        }

        var drive = new Drive { Bus = DriveBus.Floppy, Unit = unit, Device = DiskDevice.Floppy };
        var isImage = "file".Equals(fileType, StringComparison.OrdinalIgnoreCase)
            || fileName?.EndsWith(".flp", StringComparison.OrdinalIgnoreCase) == true;
        if (clientDevice == true || !isImage || startConnected == false || fileName is null)
        {
            return fileName is null || startConnected == false ? drive : Mapped.To(drive, Finding.Info(
                $"floppy{unit} is a drive of the VMware host",
                "the guest's drive is empty",
                "Insert an image with virsh change-media if one is needed").At(nameof(fileName)));
        }

        return drive with { FileName = fileName };
    }
}
