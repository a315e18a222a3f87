namespace V2K.Rules.Model;

/// <summary>A disk, optical drive or floppy of the domain.</summary>
public sealed record Disk
{
    /// <summary>Where it sat in VMware: <c>scsi0:0</c>, <c>ide1:0</c>, <c>floppy0</c>.</summary>
    public string VmxDevice { get; init; } = "";

    /// <summary>
    /// The file name exactly as the VMX spells it; null for an empty drive. It is hostile input: resolve it through
    /// the datastores before anything is opened.
    /// </summary>
    public string? VmxFileName { get; init; }

    /// <summary>What the XML points at; the engine sets it with <c>with</c> when it knows the target's path.</summary>
    public DiskSource? Source { get; init; }

    /// <summary>What the guest sees.</summary>
    public DiskDevice Device { get; init; }

    /// <summary>How it is attached.</summary>
    public DiskBus Bus { get; init; }

    /// <summary>libvirt's model of a virtio-blk device, such as <c>virtio-transitional</c>; null where libvirt's own choice serves.</summary>
    public string? Model { get; init; }

    /// <summary>libvirt's name for it, such as <c>vda</c>; unique in the domain.</summary>
    public string Target { get; init; } = "";

    /// <summary>The host's cache mode, such as <c>none</c>; null for the default.</summary>
    public string? Cache { get; init; }

    /// <summary>How the host submits I/O: <c>native</c>, <c>threads</c>, <c>io_uring</c>; null for the default.</summary>
    public string? Io { get; init; }

    /// <summary>What a guest's discard does, such as <c>unmap</c>; null for the default.</summary>
    public string? Discard { get; init; }

    /// <summary>The I/O thread that serves it, counted from 1; null for the emulator's own.</summary>
    public int? IoThread { get; init; }

    /// <summary>Whether VMware shows the guest the disk's UUID (<c>disk.EnableUUID</c>).</summary>
    public bool ShowsUuid { get; init; }

    /// <summary>The serial number that the guest sees; null where it sees none. The engine sets it: the UUID is in the VMDK.</summary>
    public string? Serial { get; init; }

    /// <summary>
    /// How many characters of a serial number the guest sees: virtio-blk has 20 bytes for it (VIRTIO_BLK_ID_BYTES), ATA as many (IDENTIFY DEVICE, words 10 to 19),
    /// QEMU's SCSI disks 36.
    /// </summary>
    public int SerialLength => Bus == DiskBus.Scsi ? 36 : 20;

    /// <summary>The guest cannot write. Optical drives are so anyway.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Several domains write to it at once.</summary>
    public bool Shareable { get; init; }

    /// <summary>Writes are thrown away when the domain stops.</summary>
    public bool Transient { get; init; }

    /// <summary>The guest sees a solid-state disk.</summary>
    public bool SolidState { get; init; }

    /// <summary>Its place in the firmware's boot order, from 1; null where libvirt's own order serves.</summary>
    public int? BootOrder { get; init; }

    /// <summary>Limits on its I/O.</summary>
    public IoTune? IoTune { get; init; }

    /// <summary>The controller and unit; null where libvirt's own choice serves.</summary>
    public DriveAddress? Address { get; init; }

    /// <summary>Whether the source is a device with the disk's content on it already: nothing is converted.</summary>
    public bool IsAttached { get; init; }

    /// <summary>Whether the source is a block device of the host.</summary>
    public bool IsBlock => Source is { Block: true };

    /// <summary>Whether the driver element has anything to say.</summary>
    public bool HasDriver => Source is not null || Cache is not null || Io is not null || Discard is not null || IoThread is not null;

    /// <summary>libvirt's spelling of <see cref="SolidState"/>; null for a spinning disk. virtio-blk has no such field.</summary>
    public int? RotationRate => SolidState && Bus is not (DiskBus.Virtio or DiskBus.Fdc) ? 1 : null;

    /// <summary>Whether the target must be raw whatever format was chosen: libvirt refuses to share any other.</summary>
    public bool MustBeRaw => Shareable;

    /// <summary>Whether the engine has a VMDK to convert for it.</summary>
    public bool IsConverted => Device == DiskDevice.Disk && VmxFileName is not null;
}

/// <summary>A file or block device of the KVM host.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Format">The image format, <c>qcow2</c> or <c>raw</c>; never probed.</param>
/// <param name="Block">Whether it is a block device.</param>
public sealed record DiskSource(string Path, string Format, bool Block = false);

/// <summary>What the guest sees; the names are libvirt's.</summary>
public enum DiskDevice
{
    /// <summary>A hard disk.</summary>
    Disk,

    /// <summary>An optical drive.</summary>
    Cdrom,

    /// <summary>A floppy drive.</summary>
    Floppy,
}

/// <summary>How a disk is attached; the names are libvirt's.</summary>
public enum DiskBus
{
    /// <summary>virtio-blk.</summary>
    Virtio,

    /// <summary>A SCSI controller, virtio-scsi or emulated.</summary>
    Scsi,

    /// <summary>AHCI.</summary>
    Sata,

    /// <summary>IDE; the <c>pc</c> machine only.</summary>
    Ide,

    /// <summary>The floppy controller.</summary>
    Fdc,
}

/// <summary>Limits on a disk's I/O; null for none.</summary>
/// <param name="BytesPerSecond">Reads and writes together, in bytes a second.</param>
/// <param name="OperationsPerSecond">Reads and writes together, in operations a second.</param>
public sealed record IoTune(long? BytesPerSecond = null, long? OperationsPerSecond = null);

/// <summary>Where a disk sits on its controller.</summary>
/// <param name="Controller">The controller's index.</param>
/// <param name="Target">The SCSI target; 0 for other buses, or the IDE channel's unit.</param>
/// <param name="Unit">The SCSI LUN, SATA port or IDE unit.</param>
/// <param name="Bus">The IDE channel; 0 for other buses.</param>
public sealed record DriveAddress(int Controller, int Target, int Unit, int Bus = 0);
