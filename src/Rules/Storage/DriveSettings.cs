using V2K.Rules.Annotations;
using V2K.Rules.Findings;
using V2K.Rules.Model;
using V2K.Rules.Translation;

namespace V2K.Rules.Storage;

/// <summary>VMware's kinds of drive (<c>deviceType</c>).</summary>
public enum DriveType
{
    /// <summary>A disk in a VMDK; also what no <c>deviceType</c> means.</summary>
    [VmxName("disk")]
    [VmxName("scsi-hardDisk")]
    [VmxName("ata-hardDisk")]
    [VmxName("sata-hardDisk")]
    [VmxName("nvme-hardDisk")]
    [VmxName("plainDisk")]
    [VmxName("hardDisk")]
    HardDisk,

    /// <summary>A disk of the host, by a VMDK that only points at it.</summary>
    [VmxName("rawDisk")]
    [VmxName("scsi-rawDisk")]
    RawDisk,

    /// <summary>An optical drive with an image in it.</summary>
    [VmxName("cdrom-image")]
    CdromImage,

    /// <summary>An optical drive of the host or of the client.</summary>
    [VmxName("cdrom-raw")]
    [VmxName("atapi-cdrom")]
    [VmxName("scsi-cdrom")]
    CdromRaw,

    /// <summary>Any SCSI device of the host.</summary>
    [VmxName("scsi-passthru")]
    [VmxName("scsi-passthrough")]
    Passthrough,
}

/// <summary>How a disk takes part in snapshots (<c>mode</c>).</summary>
public enum DriveMode
{
    /// <summary>The usual one.</summary>
    Persistent,

    /// <summary>Writes are thrown away at power off.</summary>
    [VmxName("nonpersistent")]
    NonPersistent,

    /// <summary>Uncommitted writes.</summary>
    Undoable,

    /// <summary>Left out of snapshots.</summary>
    [VmxName("independent-persistent")]
    IndependentPersistent,

    /// <summary>Left out of snapshots, and writes are thrown away at power off.</summary>
    [VmxName("independent-nonpersistent")]
    IndependentNonPersistent,

    /// <summary>Writes are appended to a log; Workstation's name for a snapshot that is open.</summary>
    Append,
}

/// <summary>What the settings of a drive mean, whatever controller it hangs on.</summary>
internal static class DriveSettings
{
    /// <summary>What VMware writes where a drive has no file.</summary>
    private const string EmptyBacking = "emptyBackingString";

    /// <summary>
    /// What to say of a drive that is not there: nothing where the file says so, or has nothing in it. VMware takes a drive or
    /// controller without a <c>present</c> line for absent.
    /// </summary>
    /// <param name="name">The drive, such as <c>scsi0:0</c>.</param>
    /// <param name="present">What its <c>present</c> says; null where there is no such line.</param>
    /// <param name="controller">The same of its controller; true where VMware always has that.</param>
    /// <param name="deviceType">Its kind.</param>
    /// <param name="fileName">Its file.</param>
    /// <param name="fileParameter">The rule's parameter that has the file.</param>
    internal static Mapped<Drive> NotPresent(string name, bool? present, bool? controller, DriveType? deviceType, string? fileName, string fileParameter)
    {
        // Names of host drives, such as "auto detect", have no ending.
        var isOptical = deviceType is DriveType.CdromImage or DriveType.CdromRaw || IsImage(fileName);
        if (fileName is null || fileName.Equals(EmptyBacking, StringComparison.OrdinalIgnoreCase) || present == false || (present is null && deviceType is DriveType.CdromRaw))
        {
            return null;
        }

        var missing = (present is null ? name : name.Split(':')[0]) + ".present";
        var what = present is null
            ? $"{name} has a file, but there is no {missing}: VMware does not connect the drive"
            : $"{name} is present, but {(controller is null ? $"there is no {missing}" : $"{missing} says that its controller is not")}: VMware does not connect the drive";
        var remedy = $"If the guest needs it, set {missing} = \"TRUE\" in the .vmx; if not, remove the drive's lines";
        var finding = isOptical ? Finding.Info(what, "the guest does not get the drive", remedy) : Finding.Warning(what, "the guest does not get the disk", remedy);
        return Mapped.To<Drive>(null, finding.As(FindingId.NotPresent).At(fileParameter));
    }

    /// <summary>Describes a drive by the settings that all controllers have in common.</summary>
    internal static Mapped<Drive> Describe(
        Drive drive, DriveType? deviceType, string? fileName, DriveMode? mode, bool startConnected, string typeParameter, string fileParameter)
    {
        var type = deviceType ?? (IsImage(fileName) ? DriveType.CdromImage : DriveType.HardDisk);
        var findings = new List<Finding>();
        if (type == DriveType.Passthrough)
        {
            // An optical drive's absence does not keep a guest from booting; a disk's may.
            if (fileName?.Contains("cdrom", StringComparison.OrdinalIgnoreCase) != true)
            {
                return Mapped.To<Drive>(null, Finding.Warning(
                    $"{drive.VmxDevice} is a SCSI device of the VMware host",
                    "the guest loses it",
                    "Attach the device to the KVM host and pass it to the domain with <hostdev type='scsi'>").As(FindingId.Passthrough).At(typeParameter));
            }

            return Mapped.To(drive with { Device = DiskDevice.Cdrom }, Finding.Warning(
                $"{drive.VmxDevice} is an optical drive of the VMware host, passed to the guest as a SCSI device",
                "the guest's drive is empty and read-only",
                "Insert an image with virsh change-media, or pass the KVM host's drive to the domain with <hostdev type='scsi'>").As(FindingId.Passthrough).At(typeParameter));
        }

        if (type is DriveType.CdromImage or DriveType.CdromRaw)
        {
            return Optical(drive, type, fileName, startConnected, typeParameter, fileParameter);
        }

        if (fileName is null || fileName.Equals(EmptyBacking, StringComparison.OrdinalIgnoreCase))
        {
            return Mapped.To<Drive>(null, Finding.Warning(
                $"the disk {drive.VmxDevice} does not name a file",
                "the guest does not get it",
                "Set its fileName in the .vmx, or remove the disk").At(fileParameter));
        }

        if (type == DriveType.RawDisk)
        {
            findings.Add(Finding.Warning(
                $"{drive.VmxDevice} is a disk of the VMware host (raw device mapping)",
                "its content is not in the datastore, unless the VMDK contains a copy",
                "Present the LUN to the KVM host, or copy it to a virtual disk first").As(FindingId.RawDevice).At(typeParameter));
        }

        var throwsAway = mode is DriveMode.NonPersistent or DriveMode.IndependentNonPersistent;
        if (throwsAway)
        {
            findings.Add(Finding.Info(
                $"the disk {drive.VmxDevice} discards all writes at power off",
                "libvirt does the same with an overlay that it deletes when the domain stops",
                "No action is needed; to keep writes, remove <transient/>").As(
                mode is DriveMode.IndependentNonPersistent ? FindingId.IndependentDisk : FindingId.NonPersistentDisk) with
            { Key = drive.VmxDevice + ".mode" });
        }

        if (mode is DriveMode.IndependentPersistent)
        {
            findings.Add(Finding.Warning(
                $"the disk {drive.VmxDevice} was excluded from snapshots",
                "libvirt's snapshots include it, and reverting to one also reverts this disk",
                "Exclude it from each snapshot with --diskspec, or set snapshot='no' on the disk").As(FindingId.IndependentDisk) with
            { Key = drive.VmxDevice + ".mode" });
        }

        drive = drive with { Device = DiskDevice.Disk, FileName = fileName, NonPersistent = throwsAway };
        return new Mapped<Drive>(drive, findings, VetoReason: null);
    }

    private static Mapped<Drive> Optical(
        Drive drive, DriveType type, string? fileName, bool startConnected, string typeParameter, string fileParameter)
    {
        drive = drive with { Device = DiskDevice.Cdrom };
        if (EmptyBacking.Equals(fileName, StringComparison.OrdinalIgnoreCase) || (fileName is null && !startConnected))
        {
            // It was empty before.
            return drive;
        }

        if (type == DriveType.CdromRaw)
        {
            return Mapped.To(drive, Finding.Info(
                $"{drive.VmxDevice} is an optical drive of the VMware host or of a client",
                "the guest's drive is empty",
                "Insert an image with virsh change-media if one is needed").As(FindingId.DriveImage).At(typeParameter));
        }

        if (IsNobodysImage(fileName))
        {
            return Mapped.To(drive, Finding.Info(
                $"{drive.VmxDevice} is empty, or holds an image that VMware provides",
                "the guest's drive is empty",
                "No action is needed: the guest does not need VMware Tools on KVM").As(FindingId.DriveImage).At(fileParameter));
        }

        if (fileName is not null)
        {
            return startConnected
                ? drive with { FileName = fileName }
                : Mapped.To(drive, Finding.Info(
                    $"the image in {drive.VmxDevice} is not connected at power on",
                    "the drive is empty",
                    "Insert the image with virsh change-media if it is needed").At(fileParameter));
        }

        return drive;
    }

    /// <summary>Whether the image is one of VMware's own, which no KVM host has, or none at all.</summary>
    private static bool IsNobodysImage(string? fileName) =>
        fileName is not null
        && (fileName.Equals("auto detect", StringComparison.OrdinalIgnoreCase)
        || fileName.Contains("/vmware/isoimages/", StringComparison.OrdinalIgnoreCase)
        || fileName.Contains("/packages/vmtoolsRepo/", StringComparison.OrdinalIgnoreCase)
        || fileName.Contains("/vmimages/tools-isoimages/", StringComparison.OrdinalIgnoreCase));

    private static bool IsImage(string? fileName) => fileName?.EndsWith(".iso", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether other VMs write to the disk: by its own setting, or by its controller's <c>sharedBus</c>.</summary>
    internal static bool IsShared(string? sharing, string? sharedBus) =>
        "multi-writer".Equals(sharing, StringComparison.OrdinalIgnoreCase)
        || (sharedBus is not null && !sharedBus.Equals("none", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads <c>throughputCap</c>: operations a second, or <c>off</c>.</summary>
    internal static IoTune? Cap(string? operations, string? bandwidth)
    {
        var limit = new IoTune(Positive(bandwidth), Positive(operations));
        return limit is { BytesPerSecond: null, OperationsPerSecond: null } ? null : limit;
    }

    private static long? Positive(string? text) => VmxValue.TryLong(text, out var value) && value > 0 ? value : null;
}
