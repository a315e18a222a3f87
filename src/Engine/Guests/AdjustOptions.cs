namespace V2K.Engine.Guests;

/// <summary>What the administrator decides about adjusting guests.</summary>
public sealed record AdjustOptions
{
    /// <summary>What adjusts.</summary>
    public AdjustKind Kind { get; init; } = AdjustKind.Native;

    /// <summary>The only steps to do; empty for all.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Steps to leave out.</summary>
    public IReadOnlyList<string> SkipSteps { get; init; } = [];

    /// <summary>Which system to adjust where a VM holds several: a device as the guest knew it, or <c>first</c>; null refuses to choose.</summary>
    public string? Root { get; init; }

    /// <summary>Keys of encrypted disks, none of them the key itself.</summary>
    public IReadOnlyList<LuksKey> Keys { get; init; } = [];

    /// <summary>How drivers get into an initramfs.</summary>
    public InitramfsWay Initramfs { get; init; } = InitramfsWay.Append;

    /// <summary>Whether every card is to ask for its address, whatever the guest had configured.</summary>
    public bool NetworkReset { get; init; }

    /// <summary>What becomes of QEMU's guest agent.</summary>
    public GuestAgentWish GuestAgent { get; init; } = GuestAgentWish.Enable;

    /// <summary>Whether the guest's kernel is to use the serial port for a console.</summary>
    public bool SerialConsole { get; init; }

    /// <summary>
    /// The options that were given on the command line, each as it is typed, and that V2K's own steps alone follow: they cannot act on Windows. What
    /// a configuration file says, or nobody says, is for the guests that it fits.
    /// </summary>
    public IReadOnlyList<string> LinuxOnly { get; init; } = [];

    /// <summary>Whether a file system of fstab that is missing may no longer keep the guest from booting.</summary>
    public bool NoFail { get; init; }
}

/// <summary>What adjusts guests: <c>--adjust</c>.</summary>
public enum AdjustKind
{
    /// <summary>V2K's own steps.</summary>
    Native,

    /// <summary><c>virt-v2v-in-place</c>; Windows guests too.</summary>
    VirtV2v,

    /// <summary>Nothing: guests stay as they were.</summary>
    None,
}

/// <summary>How drivers get into an initramfs: <c>--initramfs</c>.</summary>
public enum InitramfsWay
{
    /// <summary>By an archive behind the image; nothing of the guest's is run.</summary>
    Append,

    /// <summary>By the guest's own tool, run in the appliance.</summary>
    Rebuild,
}

/// <summary>What becomes of QEMU's guest agent: <c>--guest-agent</c>.</summary>
public enum GuestAgentWish
{
    /// <summary>It is switched on where it is installed.</summary>
    Enable,

    /// <summary>It is installed by the guest's package manager at the first boot, too.</summary>
    Install,
}
