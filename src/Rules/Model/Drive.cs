using V2K.Rules.Annotations;

namespace V2K.Rules.Model;

/// <summary>A drive as VMware has it, before it is decided what it becomes.</summary>
public sealed record Drive
{
    /// <summary>The kind of controller it hangs on.</summary>
    public DriveBus Bus { get; init; }

    /// <summary>The controller's number.</summary>
    public int Controller { get; init; }

    /// <summary>Its unit on the controller.</summary>
    public int Unit { get; init; }

    /// <summary>What the guest sees.</summary>
    public DiskDevice Device { get; init; }

    /// <summary>The file name as the VMX spells it; null for an empty drive, or one of the VMware host or client.</summary>
    public string? FileName { get; init; }

    /// <summary>Writes are thrown away at power off.</summary>
    public bool NonPersistent { get; init; }

    /// <summary>Other VMs write to it as well.</summary>
    public bool Shared { get; init; }

    /// <summary>Every write reaches the disk before the guest continues.</summary>
    public bool WriteThrough { get; init; }

    /// <summary>The guest sees a solid-state disk.</summary>
    public bool SolidState { get; init; }

    /// <summary>Limits on its I/O.</summary>
    public IoTune? IoTune { get; init; }

    /// <summary>The VMX's name for it, such as <c>scsi0:1</c>.</summary>
    public string VmxDevice => Bus == DriveBus.Floppy ? $"floppy{Unit}" : $"{Bus.ToString().ToLowerInvariant()}{Controller}:{Unit}";
}

/// <summary>The kinds of controller VMware has for drives, in the order in which V2K looks for a disk to boot from.</summary>
public enum DriveBus
{
    /// <summary><c>scsi0:0</c> to <c>scsi3:63</c>.</summary>
    Scsi,

    /// <summary><c>sata0:0</c> to <c>sata3:29</c>.</summary>
    Sata,

    /// <summary><c>nvme0:0</c> to <c>nvme3:63</c>.</summary>
    Nvme,

    /// <summary><c>ide0:0</c> to <c>ide1:1</c>.</summary>
    Ide,

    /// <summary><c>floppy0</c> and <c>floppy1</c>.</summary>
    Floppy,
}

/// <summary>A SCSI controller as VMware has it.</summary>
/// <param name="Number">0 to 3.</param>
/// <param name="Model">What it emulates.</param>
public sealed record ScsiController(int Number, ScsiModel Model);

/// <summary>VMware's SCSI controllers.</summary>
public enum ScsiModel
{
    /// <summary>BusLogic BT-958.</summary>
    BusLogic,

    /// <summary>LSI Logic Parallel, 53c1030.</summary>
    LsiLogic,

    /// <summary>LSI Logic SAS, 1068.</summary>
    [VmxName("lsisas1068")]
    LsiSas,

    /// <summary>VMware's paravirtual controller.</summary>
    [VmxName("pvscsi")]
    Paravirtual,
}
