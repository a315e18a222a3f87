namespace V2K.Rules.Model;

/// <summary>A guest operating system by what V2K decides upon it.</summary>
/// <param name="Family">The kind of kernel.</param>
/// <param name="OsInfo">The libosinfo identifier; null where VMware's name leaves the release open.</param>
/// <param name="Bits">32 or 64.</param>
/// <param name="Drivers">The hardware it boots on: expected by its name, or found on its disks.</param>
public sealed record GuestSystem(GuestFamily Family, string? OsInfo, int Bits, GuestDrivers Drivers)
{
    /// <summary>Whether it is built for ARM processors, as those on a Mac with Apple's are.</summary>
    public bool IsArm { get; init; }

    /// <summary>A guest of which nothing is known: taken for a 64-bit system with virtio drivers, as most are.</summary>
    public static GuestSystem Unknown { get; } = new(GuestFamily.Unknown, OsInfo: null, Bits: 64, GuestDrivers.Modern);
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
