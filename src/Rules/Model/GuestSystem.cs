namespace V2K.Rules.Model;

/// <summary>A guest operating system by what V2K decides upon it.</summary>
/// <param name="Family">The kind of kernel.</param>
/// <param name="OsInfo">The libosinfo identifier; null where VMware's name leaves the release open.</param>
/// <param name="Bits">32 or 64.</param>
/// <param name="Drivers">Which hardware it can be expected to boot on.</param>
public sealed record GuestSystem(GuestFamily Family, string? OsInfo, int Bits, GuestDrivers Drivers)
{
    /// <summary>Whether it is built for ARM processors, as those on a Mac with Apple's are.</summary>
    public bool IsArm { get; init; }

    /// <summary>A guest of which nothing is known: taken for a 64-bit system with virtio drivers, as most are.</summary>
    public static GuestSystem Unknown { get; } = new(GuestFamily.Unknown, OsInfo: null, Bits: 64, GuestDrivers.Virtio);
}

/// <summary>Kinds of kernel.</summary>
public enum GuestFamily
{
    /// <summary>Not told, or not known.</summary>
    Unknown,

    /// <summary>Linux.</summary>
    Linux,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>A BSD, macOS included.</summary>
    Bsd,

    /// <summary>Solaris and its kin.</summary>
    Solaris,

    /// <summary>Anything else: DOS, NetWare, OS/2, appliances.</summary>
    Other,
}

/// <summary>The hardware a guest has drivers for, before anything is installed in it.</summary>
public enum GuestDrivers
{
    /// <summary>Virtio: Linux since 2.6.25, FreeBSD since 9.</summary>
    Virtio,

    /// <summary>AHCI and Intel's gigabit cards, not virtio: Windows since 7.</summary>
    Standard,

    /// <summary>IDE and the cards of the nineties.</summary>
    Legacy,
}
